namespace JobScheduler.Client;

/// <summary>429: too many requests; nothing was done.</summary>
public sealed class ThrottledException : UnavailableException
{
    internal ThrottledException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
