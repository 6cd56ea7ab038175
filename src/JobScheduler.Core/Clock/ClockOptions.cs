using System.ComponentModel.DataAnnotations;

namespace JobScheduler.Clock;

/// <summary>How the clock ticks. Configuration section <c>Clock</c>.</summary>
public sealed class ClockOptions
{
    public const string Section = "Clock";

    /// <summary>
    /// How long an owner must have been silent before another process takes its shards. Default 60 s; zero where one process alone has
    /// the storage.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan TakeOverAfter { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The name under which shards are owned. Null, the default: the name of this process. Processes that take turns at one clock share a
    /// name and need not wait for each other's silence; which of them writes is still decided by the epoch.
    /// </summary>
    public string? Holder { get; set; }
}
