namespace JobScheduler;

/// <summary>A heartbeat of a target that completes by callback.</summary>
public sealed record HeartbeatReport
{
    /// <summary>The attempt's fence, from the header JobScheduler-Fence.</summary>
    public required long Fence { get; init; }

    /// <summary>0 to 1; null when unknown.</summary>
    public double? Progress { get; init; }

    /// <summary>Human-readable.</summary>
    public string? Message { get; init; }
}

/// <summary>The answer to a heartbeat.</summary>
/// <param name="CancelRequested">True: the target should stop.</param>
public sealed record HeartbeatAnswer(bool CancelRequested);
