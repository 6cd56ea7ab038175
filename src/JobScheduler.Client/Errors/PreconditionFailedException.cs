namespace JobScheduler.Client;

/// <summary>412: the <see cref="Precondition"/> does not hold. When <see cref="JobSchedulerException.MayHaveTakenEffect"/> is true, the change in between may be this call's own: read to find out.</summary>
public sealed class PreconditionFailedException : JobSchedulerException
{
    internal PreconditionFailedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
