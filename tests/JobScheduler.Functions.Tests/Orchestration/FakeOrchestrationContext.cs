using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Functions.Tests.Orchestration;

/// <summary>Notes what an orchestration asks Durable Functions for.</summary>
internal sealed class FakeOrchestrationContext(DateTime now, Func<object?> activity) : TaskOrchestrationContext
{
    public List<string> Asked { get; } = [];

    public override TaskName Name => throw new NotSupportedException();

    public override string InstanceId => throw new NotSupportedException();

    public override ParentOrchestrationInstance? Parent => throw new NotSupportedException();

    public override DateTime CurrentUtcDateTime { get; } = now;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => throw new NotSupportedException();

    public override T? GetInput<T>()
        where T : default => throw new NotSupportedException();

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        Asked.Add($"activity {name.Name}");
        return Task.FromResult((TResult)activity()!);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        Asked.Add($"timer {fireAt:HH:mm:ss} {fireAt.Kind}");
        return Task.CompletedTask;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        throw new NotSupportedException();

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) => Asked.Add("again");

    public override Guid NewGuid() => throw new NotSupportedException();
}
