using JobScheduler.Clock;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace JobScheduler.Functions.Orchestration;

/// <summary>
/// The clock's instance in Durable Functions. Terminate, wait a little, purge, start. Terminating only sends a message, which an instance
/// that hangs never reads; purging removes the rows whatever state they show, and what is still under way for the old execution is then
/// dropped. The wait is for the message: read after the new start, it would end the new instance, and the next look would start over. Of
/// two that start at once the second is refused by the id. Two clocks for a moment are harmless: shards are owned by epoch.
/// </summary>
internal sealed class DurableClock(DurableTaskClient client, TimeProvider time) : IClockInstance
{
    /// <summary>How long a running instance has to read the message that terminates it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

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

        await client.ScheduleNewOrchestrationInstanceAsync(
            ClockOrchestration.Name, null, new StartOrchestrationOptions(ClockOrchestration.InstanceId), cancellation);
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
