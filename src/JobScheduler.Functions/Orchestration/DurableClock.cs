using JobScheduler.Clock;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using AlreadyExistsException = DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException;

namespace JobScheduler.Functions.Orchestration;

/// <summary>
/// The clock's instance in Durable Functions. Terminate, wait a little, purge, start. Terminating only sends a message, which an instance
/// that hangs never reads; purging removes the rows whatever state they show, and what is still under way for the old execution is then
/// dropped. The wait is for the message: read after the new start, it would end the new instance, and the next look would start over.
/// </summary>
/// <remarks>
/// The id alone refuses no second start: what an engine does with one is its own choice (the extension of the host refuses it unless
/// host.json says otherwise, the engine in memory begins anew). So the start asks for the refusal, which then means that another instance
/// of the application was first. Nothing depends on it: two clocks for a moment are harmless, because shards are owned by epoch.
/// </remarks>
internal sealed class DurableClock(DurableTaskClient client, TimeProvider time) : IClockInstance
{
    /// <summary>How long a running instance has to read the message that terminates it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What has ended may be replaced under its id.</summary>
    private static readonly OrchestrationRuntimeStatus[] Unended =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    public async Task RestartAsync(CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(ClockOrchestration.InstanceId, false, cancellation) is { } found)
        {
            if (!found.IsCompleted)
            {
                await TerminateAsync(cancellation);
            }

            await client.PurgeInstanceAsync(ClockOrchestration.InstanceId, null, cancellation);
        }

        await StartAsync(cancellation);
    }

    /// <summary>Starts the instance, unless it is there and has not ended.</summary>
    internal async Task StartAsync(CancellationToken cancellation)
    {
        var options = new StartOrchestrationOptions(ClockOrchestration.InstanceId).WithDedupeStatuses(Unended);
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(ClockOrchestration.Name, null, options, cancellation);
        }
        catch (AlreadyExistsException)
        {
            // Another instance of the application was first.
        }
    }

    private async Task TerminateAsync(CancellationToken cancellation)
    {
        await client.TerminateInstanceAsync(ClockOrchestration.InstanceId, (TerminateInstanceOptions?)null, cancellation);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        var completion = client.WaitForInstanceCompletionAsync(ClockOrchestration.InstanceId, false, either.Token);

        // Not awaited: how it ends, by completing or because nobody waits any longer, makes no difference.
        await Task.WhenAny(completion);
        cancellation.ThrowIfCancellationRequested();
    }
}

/// <summary>Durable Functions as an <see cref="IOrchestrationContext"/>.</summary>
internal sealed class DurableContext(TaskOrchestrationContext context) : IOrchestrationContext
{
    public DateTimeOffset Now => new(DateTime.SpecifyKind(context.CurrentUtcDateTime, DateTimeKind.Utc));

    public async Task<TResult> CallAsync<TResult>(string activity, object? input = null)
    {
        try
        {
            return await context.CallActivityAsync<TResult>(activity, input);
        }
        catch (TaskFailedException failure)
        {
            throw new ActivityFailedException(activity, failure.Message, failure);
        }
    }

    public Task WaitUntilAsync(DateTimeOffset due) => context.CreateTimer(due.UtcDateTime, CancellationToken.None);

    public void ContinueAsNew(object? input = null) => context.ContinueAsNew(input);
}
