using JobScheduler.Shards;

namespace JobScheduler.Execution;

/// <summary>
/// The queues that are nearly always empty, where messages come by triggers: a timer has them looked at, because a trigger's polls are
/// billed whether it finds something or not.
/// </summary>
public sealed class QuietQueues(QueuePumps pumps, TriggeredMessages messages)
{
    /// <summary>Handles what the poison queues hold now. An error of one of them is logged; its messages come back.</summary>
    public async Task ReadPoisonAsync(CancellationToken cancellation)
    {
        foreach (var pump in pumps.Poison)
        {
            await pump.DrainAsync(cancellation);
        }
    }

    /// <summary>Executes what the queue of suspects holds now, one run at a time.</summary>
    public Task ExecuteSuspectsAsync(CancellationToken cancellation) =>
        messages.TrackAsync(pumps.Of(QueueNames.Suspect).DrainAsync, cancellation);
}
