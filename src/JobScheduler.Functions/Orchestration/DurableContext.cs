using JobScheduler.Clock;
using Microsoft.DurableTask;

namespace JobScheduler.Functions.Orchestration;

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
