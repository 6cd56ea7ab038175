namespace JobScheduler.Runs;

/// <summary>The end of an attempt, and what follows from it.</summary>
public sealed record AttemptFinish
{
    public required AttemptRecord Attempt { get; init; }

    public required Verdict Verdict { get; init; }

    /// <summary>Who ends it: <see cref="ByExecutor"/>, <see cref="ByClock"/>, <see cref="ByApi"/>.</summary>
    public required string By { get; init; }

    /// <summary>
    /// The ETag of the lease when it was last seen, so that a run that continues cannot miss the mark of a cancel. Null: not known.
    /// </summary>
    public string? TokenETag { get; init; }

    public Payload? Result { get; init; }

    /// <summary>The progress to show from now on; null: as it was stored last.</summary>
    public RunProgress? Progress { get; init; }

    /// <summary>Whether the run's log blob may exist.</summary>
    public bool Logged { get; init; }

    public const string ByExecutor = "executor";
    public const string ByClock = "clock";
    public const string ByApi = "api";

    /// <summary>The end of an attempt; its fence is its number.</summary>
    public static AttemptFinish Of(int attempt, RunClaim claim, AttemptEnd end, Verdict verdict, string by) => new()
    {
        Attempt = new AttemptRecord
        {
            Number = attempt,
            Fence = attempt,
            ClaimId = claim.ClaimId,
            Node = claim.Node,
            StartedAt = claim.At,
            Outcome = end.Outcome,
            Error = end.Error,
            Answer = end.Answer,
        },
        Verdict = verdict,
        By = by,
    };

    /// <summary>The same of an attempt that was claimed at this time, perhaps a little before it started.</summary>
    public AttemptFinish ClaimedAt(DateTimeOffset at) =>
        at == Attempt.StartedAt ? this : this with { Attempt = Attempt with { ClaimedAt = at } };

    /// <summary>The step after this attempt, with its outcome counted.</summary>
    public RunStep NextStep(RunStep step, DateTimeOffset due) => step with
    {
        Failures = step.Failures + (Attempt.Outcome is AttemptOutcome.Failed or AttemptOutcome.TimedOut ? 1 : 0),
        Lost = step.Lost + (Attempt.Outcome is AttemptOutcome.Lost ? 1 : 0),
        DueAt = due,
    };
}
