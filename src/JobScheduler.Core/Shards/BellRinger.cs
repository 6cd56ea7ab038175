using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Shards;

/// <summary>Sends the messages of a commit that took effect.</summary>
public sealed class BellRinger(
    IStorage storage, QueueSignals signals, DispatchGauge gauge, TimeProvider time, ILogger<BellRinger> logger)
{
    /// <summary>Sends all; a failure is logged, not thrown: the guard of the message will ring.</summary>
    public async Task RingAsync(CommitDraft draft)
    {
        if (draft.WakesClock)
        {
            signals.WakeClock(draft.Shard);
        }
        else if (draft.NearestAlarm is { } at)
        {
            signals.WakeClock(draft.Shard, at);
        }

        await RingAsync(draft.Shard, draft.Messages.Where(message => !message.Deferred));

        foreach (var (queue, deadLetter) in draft.DeadLetters)
        {
            await TrySendAsync(queue, new Bell(Bell.CurrentVersion, draft.Shard, null, deadLetter), TimeSpan.Zero);
        }
    }

    /// <summary>Sends the messages.</summary>
    public async Task RingAsync(int shard, IEnumerable<DraftMessage> messages)
    {
        foreach (var message in messages)
        {
            gauge.Sent(message.Queue);
            await TrySendAsync(message.Queue, new Bell(Bell.CurrentVersion, shard, message.Id), Delay(message.Due));
        }
    }

    /// <summary>Sends one message.</summary>
    /// <returns>False if it could not be sent.</returns>
    public async Task<bool> TrySendAsync(string queue, Bell bell, TimeSpan delay)
    {
        try
        {
            await storage.Queues.SendAsync(queue, bell.ToBody(), delay, CancellationToken.None);
            signals.Sent(queue, delay);
            return true;
        }
        catch (StorageException error)
        {
            logger.MessageNotSent(error, queue, bell.Message ?? bell.DeadLetter);
            return false;
        }
    }

    /// <summary>
    /// Up to 2 s early, never late: queues know whole seconds only. The executor waits for the exact instant in memory. At most what a
    /// queue takes: after a clock was set back, what was due soon may be due in years. Then the executor sends the message again.
    /// </summary>
    public TimeSpan Delay(DateTimeOffset due)
    {
        var seconds = Math.Floor((due - time.GetUtcNow()).TotalSeconds) - 1;
        return seconds <= 0 ? TimeSpan.Zero
            : seconds >= StorageLimits.MessageDelay.TotalSeconds ? StorageLimits.MessageDelay
            : TimeSpan.FromSeconds(seconds);
    }
}
