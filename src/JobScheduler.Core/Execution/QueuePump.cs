using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Brings the messages of one queue to the executor, in processes that have no queue trigger. Takes as many messages as may find
/// a free place; those that only wait for their due time are counted apart.
/// </summary>
public sealed partial class QueuePump(
    string queue, MessageExecutor executor, WorkerSlots slots, IStorage storage, QueueSignals signals, TimeProvider time, ILogger<QueuePump> logger)
{
    /// <summary>After so many receives a message is moved to the poison queue, as the Functions host does.</summary>
    public const int MaxDequeueCount = 5;

    private const int MostWaiting = 256;
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly List<Task> _open = [];
    private int _waiting;
    private int _active;

    /// <summary>Works until it is told to stop; then returns when all messages in hand are done with.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var received = await ReceiveAsync(stopping);
                pause = FirstPause;
                if (received == 0)
                {
                    await signals.Of(queue).WaitAsync(Idle, stopping);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                LogReceiveFailed(logger, error, queue);
                await Task.WhenAny(Task.Delay(pause, time, stopping));
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }

        await Task.WhenAll(_open);
    }

    /// <summary>Receives what there is room for, and begins to work on it.</summary>
    /// <returns>How many messages were received; 0 also when there was no room.</returns>
    public async Task<int> ReceiveAsync(CancellationToken stopping)
    {
        // Each message needs a place to be of use; a full house takes no more, and a crowd of early ones is bounded.
        var room = Math.Min(slots.Count - Volatile.Read(ref _active), MostWaiting - Volatile.Read(ref _waiting));
        if (slots.Free == 0)
        {
            // While messages of other queues stand in line, one of this queue does so too: else those would get every place that
            // becomes free, whatever the weights.
            room = slots.IsPassedOver(queue) && Volatile.Read(ref _waiting) == 0 ? 1 : 0;
        }

        if (room <= 0)
        {
            return 0;
        }

        _open.RemoveAll(work => work.IsCompleted);
        var messages = await storage.Queues.ReceiveAsync(queue, Math.Min(room, StorageLimits.MessagesPerReceive), Visibility, stopping);
        foreach (var message in messages)
        {
            Interlocked.Increment(ref _waiting);
            _open.Add(WorkAsync(message, stopping));
        }

        return messages.Count;
    }

    private async Task WorkAsync(QueueMessage message, CancellationToken stopping)
    {
        using var held = new ReceivedMessage(queue, message, storage.Queues, Visibility, time);
        var waits = true;
        void Ready()
        {
            waits = false;
            Interlocked.Decrement(ref _waiting);
            Interlocked.Increment(ref _active);
        }

        try
        {
            if (message.DequeueCount > MaxDequeueCount)
            {
                await PoisonAsync(held);
                return;
            }

            var verdict = await executor.ExecuteAsync(queue, message.Body, Ready, stopping);
            var settled = verdict == MessageVerdict.Done || await executor.PutOffAsync(queue, message.Body, stopping);
            await held.EndAsync(
                settled ? null : stopping.IsCancellationRequested ? MessageExecutor.AfterStop : MessageExecutor.AfterFailure);
        }
        catch (UnreadableMessageException error)
        {
            LogUnreadable(logger, error.Message);
            await PoisonAsync(held);
        }
        catch (Exception error)
        {
            LogWorkFailed(logger, error, message.Id, queue);
            await held.EndAsync(MessageExecutor.AfterFailure);
        }
        finally
        {
            Interlocked.Decrement(ref waits ? ref _waiting : ref _active);
            signals.Of(queue).Set();
        }
    }

    private async Task PoisonAsync(ReceivedMessage held)
    {
        try
        {
            await storage.Queues.SendAsync(QueueNames.Poison(queue), held.Message.Body, TimeSpan.Zero, CancellationToken.None);
            signals.Sent(QueueNames.Poison(queue), TimeSpan.Zero);
            await held.EndAsync(null);
        }
        catch (StorageException error)
        {
            LogWorkFailed(logger, error, held.Message.Id, queue);
            await held.EndAsync(MessageExecutor.AfterFailure);
        }
    }

    [LoggerMessage(1151, LogLevel.Warning, "Queue {Queue} could not be read")]
    private static partial void LogReceiveFailed(ILogger logger, Exception error, string queue);

    [LoggerMessage(1152, LogLevel.Error, "Message {Message} of queue {Queue} failed; it is tried again in 30 s")]
    private static partial void LogWorkFailed(ILogger logger, Exception error, string message, string queue);

    [LoggerMessage(1153, LogLevel.Error, "{Reason}; it goes to the poison queue")]
    private static partial void LogUnreadable(ILogger logger, string reason);
}
