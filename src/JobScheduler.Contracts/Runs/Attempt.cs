using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>One try of a run.</summary>
public sealed record Attempt
{
    /// <summary>Counts from 1, without gaps.</summary>
    public required int Number { get; init; }

    /// <summary>Rises with each attempt; a target that remembers the highest can refuse a lost attempt that wakes up.</summary>
    public required long Fence { get; init; }

    public required string NodeId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public AttemptOutcome? Outcome { get; init; }

    public AttemptError? Error { get; init; }

    /// <summary>The delay before the next attempt; null: there is none.</summary>
    public TimeSpan? NextDelay { get; init; }

    /// <summary>What a lost attempt reported after it had been given up; refused, and recorded here.</summary>
    public LateOutcome? Late { get; init; }
}

/// <summary>The outcome that a lost attempt reported too late.</summary>
public sealed record LateOutcome(DateTimeOffset At, AttemptOutcome Outcome, AttemptError? Error);

/// <summary>How an attempt ended.</summary>
[JsonConverter(typeof(WordConverter<AttemptOutcome>))]
public enum AttemptOutcome
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    Succeeded = 0,
    Failed,
    TimedOut,
    Canceled,

    /// <summary>Its lease ran out: the executor is gone. Counted separately from failures.</summary>
    Lost,

    /// <summary>Its executor stopped and gave it back. Not counted.</summary>
    HandedBack,
}
