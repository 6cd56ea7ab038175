namespace JobScheduler.Runs;

/// <summary>What follows from the end of an attempt. Pure: the same for executor, API, clock and simulation.</summary>
public abstract record Verdict
{
    /// <summary>Attempts that may be lost before the run fails: one could be bad luck, three are the run's own doing.</summary>
    public const int MaxLost = 3;

    private Verdict()
    {
    }

    /// <summary>The run ends.</summary>
    public sealed record Ends(RunState State, string? Reason) : Verdict;

    /// <summary>There is another attempt after a delay.</summary>
    public sealed record Retries(TimeSpan Delay) : Verdict;

    /// <summary>There is another attempt at once; alone in its message, or in the queue of suspects.</summary>
    public sealed record Again(bool Alone, bool Suspect) : Verdict;

    /// <param name="policy">The run's.</param>
    /// <param name="step">Before this attempt's end is counted.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="cancelRequested">Whether someone asked for the run to be canceled.</param>
    /// <param name="chance">Uniform in [0, 1); decides the jitter.</param>
    public static Verdict Of(RetryPolicy policy, RunStep step, AttemptEnd end, bool cancelRequested, double chance)
    {
        if (end.Outcome == AttemptOutcome.Succeeded)
        {
            return new Ends(RunState.Succeeded, null);
        }

        if (end.Outcome == AttemptOutcome.Canceled || cancelRequested)
        {
            return new Ends(RunState.Canceled, RunReasons.Canceled);
        }

        return end.Outcome switch
        {
            AttemptOutcome.HandedBack => new Again(Alone: false, step.Suspect),
            AttemptOutcome.Lost when step.Lost + 1 >= MaxLost => new Ends(RunState.Failed, RunReasons.Lost),
            AttemptOutcome.Lost => new Again(Alone: true, Suspect: step.Lost + 1 >= 2 || step.Suspect),
            _ => OfFailure(policy, step.Failures + 1, end, chance),
        };
    }

    private static Verdict OfFailure(RetryPolicy policy, int failures, AttemptEnd end, double chance)
    {
        var name = end.Error?.Type ?? "";
        if (!end.Retryable || policy.NeverOn?.Any(pattern => FailureName.Matches(pattern, name)) == true
            || policy.RetryOn is { } only && !only.Any(pattern => FailureName.Matches(pattern, name)))
        {
            return new Ends(RunState.Failed, RunReasons.NotRetryable);
        }

        return failures >= policy.MaxAttempts
            ? new Ends(RunState.Failed, RunReasons.AttemptsUsedUp)
            : new Retries(RetryDelay.Next(policy, failures, end.RetryAfter, chance));
    }
}
