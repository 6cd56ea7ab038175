namespace JobScheduler.Client;

/// <summary>Code registered at the server under a name. <c>echo</c>, <c>delay</c> and <c>fail</c> are built in for trying.</summary>
public sealed record HandlerTarget : Target
{
    public required string Name { get; init; }
}
