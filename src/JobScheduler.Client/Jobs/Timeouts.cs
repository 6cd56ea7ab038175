namespace JobScheduler.Client;

/// <summary>The three limits of time.</summary>
public sealed record Timeouts
{
    /// <summary>From due to start; null: none. Beyond it the run ends expired.</summary>
    public TimeSpan? Queue { get; init; }

    /// <summary>Of one attempt. Default 10 min.</summary>
    public TimeSpan? Run { get; init; }

    /// <summary>Longest silence between heartbeats of the target; null: none.</summary>
    public TimeSpan? Heartbeat { get; init; }
}
