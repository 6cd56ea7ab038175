namespace JobScheduler.Targets.Handlers;

/// <summary><c>echo</c>: succeeds with its input as the result.</summary>
public sealed class EchoHandler : IJobHandler
{
    public Task<RawJson?> HandleAsync(HandlerContext context) => Task.FromResult(context.Input);
}
