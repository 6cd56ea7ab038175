using JobScheduler.Hosting.Settings;
using JobScheduler.Hosting.Starting;
using JobScheduler.Storage;
using JobScheduler.Storage.Azure;
using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Settings;

/// <summary>Which driver holds the data.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        StorageKind.Check(configuration);
        if (configuration.IsAzure())
        {
            return services.AddAzureStorage(configuration);
        }

        if (configuration.IsEphemeral())
        {
            services.AddSingleton<EphemeralFolder>();
            services.AddSingleton<IConfigureOptions<SqliteOptions>, EphemeralData>();
            return services.AddSqliteStorage();
        }

        services.AddSingleton<IConfigureOptions<SqliteOptions>, DataFolder>();
        return services.AddSqliteStorage();
    }

    /// <summary>Where the data is, for people.</summary>
    public static string Place(this IServiceProvider services) =>
        services.GetRequiredService<IStorage>() is AzureStorage azure ? azure.Place
        : services.GetService<EphemeralFolder>() is { } folder ? $"{folder.Path}  (nothing is kept: it is deleted at the stop)"
        : Path.GetFullPath(services.GetRequiredService<IOptions<SqliteOptions>>().Value.Folder);
}

/// <summary>Where data can be stored.</summary>
internal static class StorageKind
{
    public const string Sqlite = "sqlite";
    public const string Azure = "azure";

    /// <exception cref="StartFaultException">There is no such storage, or a folder was named for one that has none.</exception>
    public static void Check(IConfiguration configuration)
    {
        if (configuration[SettingKeys.StorageKind] is { } kind && !Is(kind, Sqlite) && !Is(kind, Azure))
        {
            var meant = Suggestion.For(kind, [Sqlite, Azure]) is { } word ? $"did you mean {word}?" : $"choose {Sqlite} or {Azure}";
            throw new StartFaultException($"{SettingKeys.StorageKind} (--storage): '{kind}' is not available; {meant}");
        }

        if (configuration[SettingKeys.Ephemeral] is { } text && !bool.TryParse(text, out _))
        {
            throw new StartFaultException($"{SettingKeys.Ephemeral} (--ephemeral): '{text}' is not true or false");
        }

        if (configuration.IsEphemeral() && configuration.IsAzure())
        {
            throw new StartFaultException($"--ephemeral is for --storage {Sqlite}; with --storage {Azure} data is stored in the account");
        }

        if (configuration.IsEphemeral() && configuration[SettingKeys.Folder] is { } folder)
        {
            throw new StartFaultException(
                $"--ephemeral uses a new temporary folder and deletes it; omit it, or {SettingKeys.Folder} (--data), which is '{folder}'");
        }

        if (configuration.IsAzure() && (configuration[SettingKeys.Folder] ?? configuration[SettingKeys.MaxMegabytes]) is not null)
        {
            throw new StartFaultException(
                $"{SettingKeys.Folder} (--data) and {SettingKeys.MaxMegabytes} are for --storage {Sqlite}; "
                + $"with --storage {Azure} data is stored in the account");
        }
    }

    /// <summary>Whether data is stored in a storage account, which other processes may share.</summary>
    public static bool IsAzure(this IConfiguration configuration) => Is(configuration[SettingKeys.StorageKind], Azure);

    /// <summary>Whether data is deleted at the stop.</summary>
    public static bool IsEphemeral(this IConfiguration configuration) =>
        bool.TryParse(configuration[SettingKeys.Ephemeral], out var ephemeral) && ephemeral;

    private static bool Is(string? kind, string name) => name.Equals(kind, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The data folder: as configured, otherwise in the user's data folder.</summary>
internal sealed class DataFolder(IConfiguration configuration) : IConfigureOptions<SqliteOptions>
{
    /// <summary>$XDG_DATA_HOME or ~/.local/share on Linux, the local application data on Windows; null for a user without one.</summary>
    public static string? Default { get; } = UserFolder.Length > 0 ? Path.Combine(UserFolder, "jobscheduler") : null;

    private static string UserFolder =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    public void Configure(SqliteOptions options) => options.Folder = configuration[SettingKeys.Folder] ?? Default ?? "";
}
