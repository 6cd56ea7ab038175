namespace JobScheduler.Client;

/// <summary>What a job or run does: <see cref="HttpTarget"/>, <see cref="HandlerTarget"/>, or one of a newer server, <see cref="UnknownTarget"/>.</summary>
public abstract record Target
{
    private protected Target()
    {
    }
}
