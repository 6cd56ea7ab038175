namespace JobScheduler.Runs;

/// <summary>How an attempt ended, as its executor, its target or the clock saw it.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Error">When it did not succeed.</param>
/// <param name="RetryAfter">The delay that the target asked for.</param>
/// <param name="Retryable">False: no further attempt, whatever the policy says.</param>
public sealed record AttemptEnd(AttemptOutcome Outcome, AttemptError? Error = null, TimeSpan? RetryAfter = null, bool Retryable = true)
{
    public static readonly AttemptEnd Succeeded = new(AttemptOutcome.Succeeded);

    public static readonly AttemptEnd HandedBack = new(AttemptOutcome.HandedBack);
}
