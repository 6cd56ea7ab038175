namespace JobScheduler.Client;

/// <summary>404: there is no such record for the tenant of this key.</summary>
public sealed class NotFoundException : JobSchedulerException
{
    internal NotFoundException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
