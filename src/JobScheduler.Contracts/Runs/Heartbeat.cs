namespace JobScheduler;

/// <summary>A sign of life of a target that completes by callback.</summary>
public sealed record HeartbeatReport
{
    /// <summary>Of the attempt, from the header JobScheduler-Fence.</summary>
    public required long Fence { get; init; }

    /// <summary>0 to 1; null when unknown.</summary>
    public double? Progress { get; init; }

    /// <summary>For people.</summary>
    public string? Message { get; init; }
}

/// <summary>The answer to a sign of life.</summary>
/// <param name="CancelRequested">The target should stop.</param>
public sealed record HeartbeatAnswer(bool CancelRequested);
