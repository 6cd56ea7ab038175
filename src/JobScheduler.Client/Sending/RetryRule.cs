namespace JobScheduler.Client.Sending;

/// <summary>How long to wait before a call is repeated.</summary>
internal static class RetryRule
{
    /// <summary>
    /// The first delay doubled with each try, up to the longest, less a random part of up to half: many clients that failed together
    /// come back apart. What the server asks for is never undercut; up to the first delay is added to it, for the same reason.
    /// </summary>
    /// <param name="options">The bounds.</param>
    /// <param name="tries">Tries so far, from 1.</param>
    /// <param name="retryAfter">As the server asked; null when it did not.</param>
    /// <param name="share">Chance, in [0, 1).</param>
    public static TimeSpan Delay(JobSchedulerClientOptions options, int tries, TimeSpan? retryAfter, double share)
    {
        var growing = Math.Min(options.FirstDelay.TotalMilliseconds * Math.Pow(2, tries - 1), options.LongestDelay.TotalMilliseconds);
        var own = TimeSpan.FromMilliseconds(growing * (1 - (share / 2)));
        var asked = retryAfter + (options.FirstDelay * share);
        return asked > own ? asked.Value : own;
    }
}
