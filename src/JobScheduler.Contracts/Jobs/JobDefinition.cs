using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>The part of a job that its owner defines: one immutable version of it.</summary>
public record JobDefinition
{
    public const int LongestName = 200;
    public const int LongestDescription = 2000;

    [TextLength(LongestName)]
    public string? Name { get; init; }

    [TextLength(LongestDescription, lines: true)]
    public string? Description { get; init; }

    /// <summary>At most 20 labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public required Target Target { get; init; }

    /// <summary>The input of runs submitted without one; any JSON.</summary>
    public RawJson? Input { get; init; }

    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>
    /// pinned: all runs in the job's shard, as limits and overlap rules require. spread: over all shards, for jobs with very many runs.
    /// </summary>
    public Placement Placement { get; init; } = Placement.Pinned;

    public RetryPolicy Retry { get; init; } = new();

    public Timeouts Timeouts { get; init; } = new();

    /// <summary>Never null, also where it was stored by a version that did not know it.</summary>
    public Concurrency Concurrency { get; init => field = value ?? new(); } = new();

    /// <summary>Null: no limit.</summary>
    public JobRate? Rate { get; init; }

    /// <summary>Null: its runs have their turn in the order of their due times.</summary>
    public Fairness? Fairness { get; init; }

    /// <summary>How long an ended run is kept.</summary>
    [DurationRange("1s", "3650d")]
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The definition alone, without the other members of a <see cref="Job"/>.</summary>
    public JobDefinition ToDefinition() => new(this);
}

/// <summary>Where the runs of a job are kept.</summary>
[JsonConverter(typeof(WordConverter<Placement>))]
public enum Placement
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>In the job's shard; required for limits and overlap rules.</summary>
    Pinned = 0,

    /// <summary>Over all shards; for jobs with very many runs.</summary>
    Spread,
}

/// <summary>Which queue a run goes through.</summary>
/// <remarks>The numbers order keys: high first.</remarks>
[JsonConverter(typeof(WordConverter<Priority>))]
public enum Priority
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,
    High = 0,
    Normal = 1,
    Low = 2,
}

/// <summary>How long a run may wait, run and stay silent.</summary>
public sealed record Timeouts
{
    /// <summary>How long a run may wait from due to start; null: no limit. Beyond it the run ends as expired.</summary>
    [DurationRange("1ms", "365d")]
    public TimeSpan? Queue { get; init; }

    /// <summary>How long one attempt may run.</summary>
    [DurationRange("1ms", "30d")]
    public TimeSpan Run { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest silence between the target's heartbeats; null: no limit.</summary>
    [DurationRange("1ms", "30d")]
    public TimeSpan? Heartbeat { get; init; }
}
