namespace JobScheduler.Client;

/// <summary>403: the key is valid and does not reach so far.</summary>
public sealed class ForbiddenException : JobSchedulerException
{
    internal ForbiddenException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
