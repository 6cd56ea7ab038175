using System.Text.Json.Serialization;
using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>One try of a run. The log of attempts is numbered from 1 without gaps.</summary>
public sealed record AttemptRecord
{
    public required int Number { get; init; }

    public required long Fence { get; init; }

    public required string ClaimId { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was claimed, which the run showed as its start until the attempt ended; null: when it started.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public AttemptOutcome? Outcome { get; init; }

    public AttemptError? Error { get; init; }

    /// <summary>The delay before the next attempt; null if there is none.</summary>
    public TimeSpan? NextDelay { get; init; }

    /// <summary>The outcome that a lost attempt reported after it had been given up; refused, but recorded here.</summary>
    public LateOutcome? Late { get; init; }

    /// <summary>What an HTTP target answered; null: nothing, or another kind of target.</summary>
    public TargetAnswer? Answer { get; init; }

    /// <summary>Who wrote its end, such as <see cref="AttemptFinish.ByApi"/>: a column of its own. Null while it is running.</summary>
    [JsonIgnore]
    public string? By { get; init; }
}
