using JobScheduler.Hosting.Settings;
using JobScheduler.Standalone.Logging.Files;
using JobScheduler.Storage.Azure;
using JobScheduler.Storage.Sqlite;

namespace JobScheduler.Standalone.Settings;

/// <summary>Every setting besides the three options of the command line, with its default and what it does.</summary>
internal static class KnownSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(
            SchedulerSettings.AdministratorKey,
            "",
            "the administrator's key, 16 to 500 random characters; if not set, the first start generates one and prints it once; "
                + "required with --storage azure"),
        .. SchedulerSettings.All.Where(setting => setting.Key != SchedulerSettings.AdministratorKey),
        new(SettingKeys.MaxMegabytes, "limited by the disk", "maximum size of the database in megabytes"),
        new(
            ConnectionKeys.Connection,
            "",
            "with --storage azure: the connection string of the storage account; or, to use an identity, set its name or addresses:"),
        new(ConnectionKeys.AccountName, "", "the account's name"),
        new(ConnectionKeys.BlobServiceUri, "", "instead of the name: the address of its blob service, with the next two"),
        new(ConnectionKeys.QueueServiceUri, "", "the address of its queue service"),
        new(ConnectionKeys.TableServiceUri, "", "the address of its table service"),
        new(ConnectionKeys.ClientId, "", "the user-assigned managed identity to use"),
        new(ConnectionKeys.Credential, "", "managedidentity: use no other kind of credential"),
        new(
            ConnectionKeys.Prefix,
            AzureNames.DefaultPrefix,
            "prefix of all names in the account, so that several deployments can share it"),
        new(FileLogKeys.Path, "", "also write the log to this file; full ones are kept beside it with a number"),
        new(FileLogKeys.MaxMegabytes, $"{FileLogOptions.DefaultMegabytes}", "size in megabytes at which the next file is begun"),
        new(FileLogKeys.Files, $"{FileLogOptions.DefaultFiles}", "number of files that are kept, the current one included"),
    ];

    /// <summary>Whether a configuration key is a setting, or an entry of one that is a list.</summary>
    public static bool Covers(string key) => All.Any(setting =>
        setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
        || (setting.Key is SchedulerSettings.AllowedPrivateRanges or SchedulerSettings.TrustedProxies
            && key.StartsWith($"{setting.Key}:", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(key.AsSpan(setting.Key.Length + 1), out _)));
}

/// <summary>The configuration keys of this head alone.</summary>
internal static class SettingKeys
{
    public const string Urls = "urls";
    public const string StorageKind = $"{SqliteOptions.Section}:Kind";
    public const string Folder = $"{SqliteOptions.Section}:{nameof(SqliteOptions.Folder)}";
    public const string Ephemeral = $"{SqliteOptions.Section}:Ephemeral";
    public const string MaxMegabytes = $"{SqliteOptions.Section}:{nameof(SqliteOptions.MaxMegabytes)}";
}
