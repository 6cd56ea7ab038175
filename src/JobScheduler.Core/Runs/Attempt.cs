namespace JobScheduler.Runs;

/// <summary>How an attempt ended.</summary>
public enum AttemptOutcome
{
    Succeeded,
    Failed,
    TimedOut,
    Canceled,

    /// <summary>Its lease ran out: the executor is gone. Counted apart from failures.</summary>
    Lost,

    /// <summary>Its executor stopped and gave it back. Not counted.</summary>
    HandedBack,
}

/// <summary>One try of a run. The log of attempts is numbered from 1 without gaps.</summary>
public sealed record Attempt
{
    public required int Number { get; init; }

    public required long Fence { get; init; }

    public required string ClaimId { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public AttemptOutcome? Outcome { get; init; }

    public AttemptError? Error { get; init; }

    /// <summary>The delay before the next attempt; null when there is none.</summary>
    public TimeSpan? NextDelay { get; init; }

    /// <summary>The outcome that a lost attempt reported after it had been given up; refused, and kept here.</summary>
    public LateOutcome? Late { get; init; }
}

/// <summary>What a lost attempt reported too late.</summary>
public sealed record LateOutcome(DateTimeOffset At, AttemptOutcome Outcome, AttemptError? Error);
