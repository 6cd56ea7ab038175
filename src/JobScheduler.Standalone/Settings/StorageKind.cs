using JobScheduler.Standalone.Starting;

namespace JobScheduler.Standalone.Settings;

/// <summary>What the data can be in.</summary>
internal static class StorageKind
{
    public const string Sqlite = "sqlite";
    public const string Azure = "azure";

    /// <exception cref="StartFaultException">There is no such storage, or it has no folder and one was named.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration[SettingKeys.StorageKind] is { } kind && !Is(kind, Sqlite) && !Is(kind, Azure))
        {
            throw new StartFaultException($"{SettingKeys.StorageKind} (--storage): '{kind}' is not available; this version has {Sqlite} and {Azure}");
        }

        if (configuration.IsAzure() && (configuration[SettingKeys.Folder] ?? configuration[SettingKeys.MaxMegabytes]) is not null)
        {
            throw new StartFaultException(
                $"{SettingKeys.Folder} (--data) and {SettingKeys.MaxMegabytes} are for --storage {Sqlite}; with --storage {Azure} the data is in the account");
        }
    }

    /// <summary>Whether the data is in a storage account, which other processes may use as well.</summary>
    public static bool IsAzure(this IConfiguration configuration) => Is(configuration[SettingKeys.StorageKind], Azure);

    private static bool Is(string? kind, string name) => name.Equals(kind, StringComparison.OrdinalIgnoreCase);
}
