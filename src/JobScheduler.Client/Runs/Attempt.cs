namespace JobScheduler.Client;

/// <summary>One try of a run.</summary>
public sealed record Attempt
{
    /// <summary>From 1, without gaps.</summary>
    public required int Number { get; init; }

    /// <summary>Rises with each attempt; a target that remembers the highest can refuse a lost attempt that wakes up.</summary>
    public required long Fence { get; init; }

    public string? NodeId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public AttemptOutcome? Outcome { get; init; }

    public RunError? Error { get; init; }

    /// <summary>Before the next attempt; null when there is none.</summary>
    public TimeSpan? NextDelay { get; init; }

    /// <summary>What a lost attempt reported after it had been given up; refused, and kept here.</summary>
    public LateOutcome? Late { get; init; }
}
