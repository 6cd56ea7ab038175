namespace JobScheduler.Runs;

/// <summary>How long to wait before the next attempt. Pure.</summary>
public static class RetryDelay
{
    /// <param name="policy">The job's.</param>
    /// <param name="failures">How many attempts have failed, from 1.</param>
    /// <param name="retryAfter">What the target asked for; wins, up to the policy's maximum, and is not jittered.</param>
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

        // The cap comes before the jitter too: an infinite power times a jitter must not become NaN, nor all long delays equal.
        var capped = Math.Min(delay, policy.MaxDelay.TotalMilliseconds);
        return Clamp(capped * (1 + policy.Jitter * (2 * chance - 1)), policy.MaxDelay);
    }

    private static TimeSpan Clamp(double milliseconds, TimeSpan longest) =>
        TimeSpan.FromMilliseconds(Math.Floor(Math.Clamp(milliseconds, 0, longest.TotalMilliseconds)));
}
