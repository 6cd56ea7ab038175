using JobScheduler.Clock;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace JobScheduler.Functions.Tests.Orchestration;

/// <summary>Notes what is asked of one instance.</summary>
internal sealed class FakeDurableClient(OrchestrationRuntimeStatus? status, bool hangs) : DurableTaskClient("fake")
{
    public List<string> Asked { get; } = [];

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        Asked.Add($"start {orchestratorName.Name} as {options?.InstanceId}");
        return Task.FromResult(options!.InstanceId!);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Task.FromResult(
            status is { } state ? new OrchestrationMetadata(ClockOrchestration.Name, instanceId) { RuntimeStatus = state } : null);

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Asked.Add($"terminate {instanceId}");
        return Task.CompletedTask;
    }

    public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        Asked.Add($"wait {instanceId}");
        if (hangs)
        {
            var never = new TaskCompletionSource();
            await using var registration = cancellation.Register(() => never.TrySetCanceled(cancellation));
            await never.Task;
        }

        return new OrchestrationMetadata(ClockOrchestration.Name, instanceId) { RuntimeStatus = OrchestrationRuntimeStatus.Terminated };
    }

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Asked.Add($"purge {instanceId}");
        return Task.FromResult(new PurgeResult(1));
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload =
            null, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        throw new NotSupportedException();

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
