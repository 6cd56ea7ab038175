using System.ComponentModel;
using JobScheduler.Runs;

namespace JobScheduler.Api.Contracts;

[Description("One try of a run.")]
public sealed record AttemptContract
{
    [Description("From 1, without gaps.")]
    public required int Number { get; init; }

    [Description("Rises with each attempt; a target that remembers the highest can refuse a lost attempt that wakes up.")]
    public required long Fence { get; init; }

    public required string NodeId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    [Description("Null while it is running.")]
    public AttemptOutcome? Outcome { get; init; }

    public ErrorContract? Error { get; init; }

    [Description("Before the next attempt; null when there is none.")]
    public TimeSpan? NextDelay { get; init; }

    [Description("What a lost attempt reported after it had been given up; refused, and kept here.")]
    public LateOutcomeContract? Late { get; init; }

    public static AttemptContract Of(Attempt attempt) => new()
    {
        Number = attempt.Number,
        Fence = attempt.Fence,
        NodeId = attempt.Node,
        StartedAt = attempt.StartedAt,
        EndedAt = attempt.EndedAt,
        Outcome = attempt.Outcome,
        Error = ErrorContract.Of(attempt.Error),
        NextDelay = attempt.NextDelay,
        Late = attempt.Late is { } late ? new LateOutcomeContract(late.At, late.Outcome, ErrorContract.Of(late.Error)) : null,
    };
}
