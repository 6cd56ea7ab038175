using JobScheduler.Clock;
using JobScheduler.Execution;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace JobScheduler.Functions.Orchestration;

/// <summary>
/// The clock and its watchdog. Everything that happens at a time is an alarm of the clock, retention and repair too; what remains for
/// timers is looking.
/// </summary>
public sealed class ClockFunctions(ClockTurn turn, ClockWatchdog watchdog, QuietQueues queues, TimeProvider time)
{
    [Function(ClockOrchestration.Name)]
    public static Task Clock([OrchestrationTrigger] TaskOrchestrationContext context) =>
        ClockOrchestration.RunAsync(new DurableContext(context));

    [Function(ClockOrchestration.Turn)]
    public Task<TimeSpan> Turn([ActivityTrigger] string? input, CancellationToken cancellation) => turn.RunAsync(cancellation);

    /// <summary>
    /// Also runs when the application starts, which is what starts the clock on new storage. An extra look costs a read per shard and
    /// changes nothing. It looks at the poison queues as well, which is not worth a timer of its own.
    /// </summary>
    [Function(nameof(Watchdog))]
    public async Task Watchdog(
        [TimerTrigger("30 * * * * *", RunOnStartup = true)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        try
        {
            await watchdog.LookAsync(new DurableClock(client, time), cancellation);
        }
        finally
        {
            // After the look: there may be very many.
            await queues.ReadPoisonAsync(cancellation);
        }
    }
}
