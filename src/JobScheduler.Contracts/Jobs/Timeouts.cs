namespace JobScheduler;

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
