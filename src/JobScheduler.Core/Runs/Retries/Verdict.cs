using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>What follows from the end of an attempt. Pure: the same for executor, API, clock and simulation.</summary>
public abstract record Verdict
{
    /// <summary>The number of lost attempts at which the run fails: one may be bad luck, three are caused by the run itself.</summary>
    public const int MaxLost = 3;

    private Verdict()
    {
    }

    /// <summary>The run ends.</summary>
    public sealed record Ends(RunState State, string? Reason) : Verdict;

    /// <summary>There is another attempt after a delay.</summary>
    public sealed record Retries(TimeSpan Delay) : Verdict;

    /// <summary>There is another attempt at once, alone in its message, or in the queue of suspects.</summary>
    public sealed record Again(bool Alone, bool Suspect) : Verdict;

    /// <param name="policy">The policy of the run.</param>
    /// <param name="step">The step before the end of this attempt is counted.</param>
    /// <param name="end">How it ended.</param>
    /// <param name="cancelRequested">Whether the run was requested to be canceled.</param>
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

/// <summary>How an attempt ended, as reported by its executor, its target or the clock.</summary>
/// <param name="Outcome">What happened.</param>
/// <param name="Error">The error, if it did not succeed.</param>
/// <param name="RetryAfter">The delay that the target requested.</param>
/// <param name="Retryable">False: no further attempt, regardless of the policy.</param>
public sealed record AttemptEnd(AttemptOutcome Outcome, AttemptError? Error = null, TimeSpan? RetryAfter = null, bool Retryable = true)
{
    public static readonly AttemptEnd Succeeded = new(AttemptOutcome.Succeeded);

    public static readonly AttemptEnd HandedBack = new(AttemptOutcome.HandedBack);

    /// <summary>What its target answered; null: nothing that is known.</summary>
    public TargetAnswer? Answer { get; init; }
}

/// <summary>How long to wait before the next attempt. Pure.</summary>
public static class RetryDelay
{
    /// <param name="policy">The policy of the run.</param>
    /// <param name="failures">How many attempts have failed, from 1.</param>
    /// <param name="retryAfter">
    /// The delay that the target requested; it takes precedence, up to the policy's maximum, and is not jittered.
    /// </param>
    /// <param name="chance">Uniform in [0, 1); decides the jitter.</param>
    /// <returns>Never negative, at most the policy's maximum.</returns>
    public static TimeSpan Next(RetryPolicy policy, int failures, TimeSpan? retryAfter, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        if (retryAfter is { } asked)
        {
            return Clamp(asked.TotalMilliseconds, policy.MaxDelay);
        }

        var delay = policy.Backoff switch
        {
            Backoff.None => 0,
            Backoff.Fixed => policy.InitialDelay.TotalMilliseconds,
            Backoff.Exponential => policy.InitialDelay.TotalMilliseconds * Math.Pow(policy.Factor, failures - 1),
            Backoff.List => policy.Delays is { Count: > 0 } delays ? delays[Math.Min(failures, delays.Count) - 1].TotalMilliseconds : 0,
            _ => throw new ArgumentOutOfRangeException(nameof(policy), policy.Backoff, "unknown backoff"),
        };

        // Capped before the jitter too: an infinite power must not become NaN, and long delays must not all become equal.
        var capped = Math.Min(delay, policy.MaxDelay.TotalMilliseconds);
        return Clamp(capped * (1 + policy.Jitter * (2 * chance - 1)), policy.MaxDelay);
    }

    private static TimeSpan Clamp(double milliseconds, TimeSpan longest) =>
        TimeSpan.FromMilliseconds(Math.Floor(Math.Clamp(milliseconds, 0, longest.TotalMilliseconds)));
}

/// <summary>Patterns of failure names, as in <c>retryOn</c> and <c>neverOn</c>.</summary>
public static class FailureName
{
    /// <summary>
    /// Exact, ignoring case; <c>http:5xx</c> stands for a class of status codes, and <c>http</c> for all of them. There are no other
    /// patterns.
    /// </summary>
    public static bool Matches(string pattern, string name)
    {
        if (string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return name.StartsWith("http:", StringComparison.OrdinalIgnoreCase)
            && (string.Equals(pattern, "http", StringComparison.OrdinalIgnoreCase)
                || (pattern.Length == 8 && name.Length == 8
                    && pattern.EndsWith("xx", StringComparison.OrdinalIgnoreCase)
                    && pattern.AsSpan(0, 6).Equals(name.AsSpan(0, 6), StringComparison.OrdinalIgnoreCase)));
    }
}
