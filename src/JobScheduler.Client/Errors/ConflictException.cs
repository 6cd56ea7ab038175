namespace JobScheduler.Client;

/// <summary>409: it conflicts with the present state, such as canceling a run that has succeeded, or a stale fence.</summary>
public sealed class ConflictException : JobSchedulerException
{
    internal ConflictException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
