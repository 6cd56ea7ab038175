namespace JobScheduler;

/// <summary>The three limits of time.</summary>
public sealed record Timeouts
{
    /// <summary>From due to start; null: none. Beyond it the run ends expired.</summary>
    [DurationRange("1ms", "365d")]
    public TimeSpan? Queue { get; init; }

    /// <summary>Of one attempt.</summary>
    [DurationRange("1ms", "30d")]
    public TimeSpan Run { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest silence between heartbeats of the target; null: none.</summary>
    [DurationRange("1ms", "30d")]
    public TimeSpan? Heartbeat { get; init; }
}
