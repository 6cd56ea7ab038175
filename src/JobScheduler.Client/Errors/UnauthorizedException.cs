namespace JobScheduler.Client;

/// <summary>401: the key is missing, wrong, or no longer valid.</summary>
public sealed class UnauthorizedException : JobSchedulerException
{
    internal UnauthorizedException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
