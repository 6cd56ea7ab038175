using JobScheduler.Standalone.Starting;

namespace JobScheduler.Standalone.Settings;

/// <summary>What the data can be in.</summary>
internal static class StorageKind
{
    public const string Sqlite = "sqlite";

    /// <exception cref="StartFaultException">This version has no such storage.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration[SettingKeys.StorageKind] is { } kind && !kind.Equals(Sqlite, StringComparison.OrdinalIgnoreCase))
        {
            throw new StartFaultException($"{SettingKeys.StorageKind} (--storage): '{kind}' is not available; this version has {Sqlite}");
        }
    }
}
