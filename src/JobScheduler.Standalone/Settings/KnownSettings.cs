using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Storage.Azure;
using JobScheduler.Storage.Sqlite;
using JobScheduler.Targets.Http;

namespace JobScheduler.Standalone.Settings;

/// <summary>Every setting besides the three options of the command line, with its default and what it does.</summary>
internal static class KnownSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(
            SettingKeys.AdministratorKey,
            "",
            "the administrator's key, 16 to 500 characters; if not set, the first start generates one and prints it once; "
                + "required with --storage azure"),
        new(SettingKeys.AllowedPrivateRanges, "", "private address ranges that HTTP targets may reach, such as 10.1.0.0/16,::1/128"),
        new(SettingKeys.ConnectTimeout, "10s", "time limit for DNS, connecting and TLS to an HTTP target"),
        new(SettingKeys.ConnectionLifetime, "1m", "how long a connection to a target is reused"),
        new(SettingKeys.Workers, "20", "number of runs executed at once"),
        new(SettingKeys.GracePeriod, "20s", "how long running work may continue after a stop is requested"),
        new(SettingKeys.NodeId, "machine name and a random suffix", "the name of this process in attempts"),
        new(SettingKeys.QueueRoom, "256", "messages, of up to 32 runs each, that a queue holds before runs wait in the backlog"),
        new(
            SettingKeys.TakeOverAfter,
            "0s",
            "silence after which another process's clock is taken over; 60s with --storage azure, where there can be other processes"),
        new(SettingKeys.ShardCount, "8", "storage partitions, 1 to 64; fixed when the storage is set up"),
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
    ];

    /// <summary>Whether a configuration key is a setting, or an entry of one that is a list.</summary>
    public static bool Covers(string key) => All.Any(setting =>
        setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
        || (setting.Key == SettingKeys.AllowedPrivateRanges
            && key.StartsWith($"{setting.Key}:", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(key.AsSpan(setting.Key.Length + 1), out _)));
}

/// <summary>A configuration key, for people.</summary>
/// <param name="Key">Section and name.</param>
/// <param name="Default">Empty: none.</param>
/// <param name="Meaning">What it does, in a few words.</param>
internal sealed record Setting(string Key, string Default, string Meaning);

/// <summary>The configuration keys that this head knows.</summary>
internal static class SettingKeys
{
    public const string Urls = "urls";
    public const string StorageKind = $"{SqliteOptions.Section}:Kind";
    public const string Folder = $"{SqliteOptions.Section}:{nameof(SqliteOptions.Folder)}";
    public const string MaxMegabytes = $"{SqliteOptions.Section}:{nameof(SqliteOptions.MaxMegabytes)}";
    public const string AdministratorKey = $"{AccessOptions.Section}:{nameof(AccessOptions.AdministratorKey)}";
    public const string AllowedPrivateRanges = $"{TargetOptions.Section}:{nameof(TargetOptions.AllowedPrivateRanges)}";
    public const string ConnectTimeout = $"{TargetOptions.Section}:{nameof(TargetOptions.ConnectTimeout)}";
    public const string ConnectionLifetime = $"{TargetOptions.Section}:{nameof(TargetOptions.ConnectionLifetime)}";
    public const string Workers = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.Workers)}";
    public const string GracePeriod = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.GracePeriod)}";
    public const string NodeId = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.NodeId)}";
    public const string QueueRoom = $"{DispatchOptions.Section}:{nameof(DispatchOptions.QueueRoom)}";
    public const string TakeOverAfter = $"{ClockOptions.Section}:{nameof(ClockOptions.TakeOverAfter)}";
    public const string ShardCount = $"{ShardOptions.Section}:{nameof(ShardOptions.Count)}";
}
