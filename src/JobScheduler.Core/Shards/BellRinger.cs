using System.Collections.Concurrent;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Shards;

/// <summary>Sends the messages of a commit that took effect.</summary>
public sealed class BellRinger(
    IStorage storage,
    QueueSignals signals,
    DispatchGauge gauge,
    QueuePolling polling,
    Lazy<IEnumerable<ILineListener>> lines,
    Lazy<IEnumerable<ITicketListener>> tickets,
    TimeProvider time,
    ILogger<BellRinger> logger)
{
    /// <summary>By (queue, second): the wakes that this process has sent, until they are past.</summary>
    private readonly ConcurrentDictionary<(string Queue, long Second), bool> _wakes = new();

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
        foreach (var hint in draft.Lines)
        {
            foreach (var line in lines.Value)
            {
                line.Hint(draft.Shard, hint);
            }
        }

        foreach (var hint in draft.Tickets)
        {
            foreach (var ticket in tickets.Value)
            {
                ticket.Hint(draft.Shard, hint);
            }
        }

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
    /// Something may have to be sent to a queue at an instant that is near: where queues are polled slowly, a message wakes whoever polls
    /// it a little before. One for each queue and second.
    /// </summary>
    public async Task WakeAsync(int shard, string queue, DateTimeOffset due)
    {
        var now = time.GetUtcNow();
        foreach (var past in _wakes.Keys.Where(wake => wake.Second < now.ToUnixTimeSeconds()))
        {
            _wakes.TryRemove(past, out _);
        }

        if (polling.IsSlow && due > now && _wakes.TryAdd((queue, due.ToUnixTimeSeconds()), true))
        {
            await TrySendAsync(queue, Bell.Wake(shard, due), Delay(due));
        }
    }

    /// <summary>Some seconds early, never late.</summary>
    public TimeSpan Delay(DateTimeOffset due) => polling.DelayOf(due - time.GetUtcNow());
}
