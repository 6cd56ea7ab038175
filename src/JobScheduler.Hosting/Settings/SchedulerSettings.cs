using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Hosts;
using JobScheduler.Shards;
using JobScheduler.Targets.Http;

namespace JobScheduler.Hosting.Settings;

/// <summary>The settings of the scheduler, whichever host it runs in: each with its default and what it does.</summary>
public static class SchedulerSettings
{
    public const string AdministratorKey = $"{AccessOptions.Section}:{nameof(AccessOptions.AdministratorKey)}";
    public const string AdministratorKeyHash = $"{AccessOptions.Section}:{nameof(AccessOptions.AdministratorKeyHash)}";
    public const string TrustedProxies = $"{AccessOptions.Section}:{nameof(AccessOptions.TrustedProxies)}";
    public const string AllowedPrivateRanges = $"{TargetOptions.Section}:{nameof(TargetOptions.AllowedPrivateRanges)}";
    public const string PublicUrl = $"{TargetOptions.Section}:{nameof(TargetOptions.PublicUrl)}";
    public const string ConnectTimeout = $"{TargetOptions.Section}:{nameof(TargetOptions.ConnectTimeout)}";
    public const string ConnectionLifetime = $"{TargetOptions.Section}:{nameof(TargetOptions.ConnectionLifetime)}";
    public const string Workers = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.Workers)}";
    public const string HttpCalls = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.HttpCalls)}";
    public const string GracePeriod = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.GracePeriod)}";
    public const string NodeId = $"{ExecutionOptions.Section}:{nameof(ExecutionOptions.NodeId)}";
    public const string QueueRoom = $"{DispatchOptions.Section}:{nameof(DispatchOptions.QueueRoom)}";
    public const string Circuits = $"{HostOptions.Section}:{nameof(HostOptions.Circuits)}";
    public const string CircuitFailures = $"{HostOptions.Section}:{nameof(HostOptions.Failures)}";
    public const string CircuitWindow = $"{HostOptions.Section}:{nameof(HostOptions.Window)}";
    public const string CircuitOpen = $"{HostOptions.Section}:{nameof(HostOptions.Open)}";
    public const string LongestHold = $"{HostOptions.Section}:{nameof(HostOptions.LongestHold)}";
    public const string TakeOverAfter = $"{ClockOptions.Section}:{nameof(ClockOptions.TakeOverAfter)}";
    public const string ShardCount = $"{ShardOptions.Section}:{nameof(ShardOptions.Count)}";

    /// <summary>All of them, by section.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        new(AdministratorKey, "", "the administrator's key, 16 to 500 random characters"),
        new(AdministratorKeyHash, "", "instead of the key: its SHA-256 as 64 hexadecimal digits"),
        new(TrustedProxies, "", "address ranges of the proxies whose X-Forwarded-For is believed, such as 10.0.0.0/24"),
        new(
            AllowedPrivateRanges,
            "",
            "private address ranges that HTTP targets may reach, with ports or without: 10.1.0.0/16,127.0.0.0/8:3000-3999,[::1/128]:3000"),
        new(
            PublicUrl,
            "",
            "where targets reach this API, such as https://jobs.example.com; sent to targets that complete by callback. If not set: the "
                + "address that the server itself knows, if that names one host"),
        new(ConnectTimeout, "10s", "time limit for DNS, connecting and TLS to an HTTP target"),
        new(ConnectionLifetime, "1m", "how long a connection to a target is reused"),
        new(Workers, "20", "handlers run at once; an eighth is reserved for high"),
        new(HttpCalls, "256", "calls over HTTP under way at once; an eighth is reserved for high"),
        new(GracePeriod, "20s", "how long running work may continue after a stop is requested"),
        new(NodeId, "machine name and a random suffix", "the name of this process in attempts"),
        new(QueueRoom, "256", "messages, of up to 32 runs each, that a queue holds before runs wait in the backlog"),
        new(Circuits, "true", "whether calls to a host that fails are stopped, unless the host's own definition says"),
        new(CircuitFailures, "10", "failures within the window that open the circuit of a host"),
        new(CircuitWindow, "1m", "the time in which failures of a host are counted"),
        new(CircuitOpen, "30s", "for how long a circuit opens the first time; each failed probe doubles it, up to 10m"),
        new(LongestHold, "1h", "a host's Retry-After holds back its runs no longer than this"),
        new(
            TakeOverAfter,
            "0s on an embedded database, 5s on a storage account",
            "how late a tick may be before another process takes over the clock"),
        new(ShardCount, "8", "storage partitions, 1 to 64; fixed when the storage is set up"),
    ];
}

/// <summary>A configuration key, for people.</summary>
/// <param name="Key">Section and name.</param>
/// <param name="Default">Empty: none.</param>
/// <param name="Meaning">What it does, in a few words.</param>
public sealed record Setting(string Key, string Default, string Meaning);
