namespace JobScheduler.Client;

/// <summary>
/// The server could not be reached, did not answer in time, or cannot take the call now; what the client could do about it by
/// waiting is done.
/// </summary>
public class UnavailableException : JobSchedulerException
{
    internal UnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>How long the server asked to wait before the next call; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }
}
