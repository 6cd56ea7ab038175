namespace JobScheduler.Client.Sending;

/// <summary>What became of one try.</summary>
/// <param name="Answer">When it succeeded.</param>
/// <param name="Failure">When it did not.</param>
internal sealed record Try(HttpResponseMessage? Answer, JobSchedulerException? Failure)
{
    /// <summary>Whether another try could succeed.</summary>
    public bool Transient { get; init; }

    /// <summary>Whether the server may have done what was asked for, although it did not say so.</summary>
    public bool MayHaveActed { get; init; }

    public TimeSpan? RetryAfter => (Failure as UnavailableException)?.RetryAfter;
}
