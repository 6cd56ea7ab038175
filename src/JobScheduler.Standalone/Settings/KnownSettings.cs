using JobScheduler.Storage.Azure;

namespace JobScheduler.Standalone.Settings;

/// <summary>Every setting besides the three options of the command line, with its default and what it does.</summary>
internal static class KnownSettings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(SettingKeys.AdministratorKey, "", "the administrator's key, 16 to 500 characters; without it the first start makes one and prints it once (not with --storage azure)"),
        new(SettingKeys.AllowedPrivateRanges, "", "private addresses that HTTP targets may reach, such as 10.1.0.0/16,::1/128"),
        new(SettingKeys.ConnectTimeout, "10s", "for resolving, connecting and TLS of an HTTP target"),
        new(SettingKeys.ConnectionLifetime, "1m", "how long a connection to a target is used again"),
        new(SettingKeys.Workers, "20", "runs executed at once"),
        new(SettingKeys.GracePeriod, "20s", "how long running work may go on after a stop was asked for"),
        new(SettingKeys.NodeId, "machine name and a random part", "the name of this process in attempts"),
        new(SettingKeys.QueueRoom, "256", "messages of up to 32 runs that a queue holds before runs wait in line"),
        new(SettingKeys.TakeOverAfter, "0s", "silence after which another process's clock is taken over; 60s with --storage azure, where there may be others"),
        new(SettingKeys.ShardCount, "8", "storage partitions, 1 to 64; fixed when the storage is set up"),
        new(SettingKeys.MaxMegabytes, "the disk", "megabytes that the database may grow to"),
        new(ConnectionKeys.Connection, "", "with --storage azure: the connection string of the storage account; or, with an identity, its name or its addresses:"),
        new(ConnectionKeys.AccountName, "", "the account's name"),
        new(ConnectionKeys.BlobServiceUri, "", "instead of the name: the address of its blobs, with the next two"),
        new(ConnectionKeys.QueueServiceUri, "", "the address of its queues"),
        new(ConnectionKeys.TableServiceUri, "", "the address of its tables"),
        new(ConnectionKeys.ClientId, "", "the user-assigned managed identity to use"),
        new(ConnectionKeys.Credential, "", "managedidentity: use nothing else"),
        new(ConnectionKeys.Prefix, AzureNames.DefaultPrefix, "begins all names in the account, so that several deployments can share it"),
    ];

    /// <summary>Whether a configuration key is a setting, or an entry of one that is a list.</summary>
    public static bool Covers(string key) => All.Any(setting =>
        setting.Key.Equals(key, StringComparison.OrdinalIgnoreCase)
        || (setting.Key == SettingKeys.AllowedPrivateRanges
            && key.StartsWith($"{setting.Key}:", StringComparison.OrdinalIgnoreCase)
            && int.TryParse(key.AsSpan(setting.Key.Length + 1), out _)));
}
