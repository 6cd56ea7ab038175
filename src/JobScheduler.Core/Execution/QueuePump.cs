using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Brings the messages of one queue to the executor, in processes that have no queue trigger. Takes as many messages as may find
/// a free place; those that only wait for their due time are counted apart.
/// </summary>
public sealed class QueuePump(
    string queue,
    MessageExecutor executor,
    WorkerSlots slots,
    IStorage storage,
    QueueSignals signals,
    TimeProvider time,
    ILogger<QueuePump> logger)
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
                logger.ReceiveFailed(error, queue);
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
            logger.MessageUnreadable(error.Message);
            await PoisonAsync(held);
        }
        catch (Exception error)
        {
            logger.MessageFailed(error, message.Id, queue);
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
            logger.MessageFailed(error, held.Message.Id, queue);
            await held.EndAsync(MessageExecutor.AfterFailure);
        }
    }
}

/// <summary>A received message; its invisibility is extended while it is worked on.</summary>
internal sealed class ReceivedMessage : IDisposable
{
    private readonly string _queue;
    private readonly IQueueStore _queues;
    private readonly TimeSpan _visibility;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _extending;
    private string? _receipt;

    public ReceivedMessage(string queue, QueueMessage message, IQueueStore queues, TimeSpan visibility, TimeProvider time)
    {
        _queue = queue;
        _queues = queues;
        _visibility = visibility;
        _time = time;
        _receipt = message.Receipt;
        Message = message;
        _extending = ExtendAsync();
    }

    public QueueMessage Message { get; }

    /// <summary>Lets go of the message. A receipt that is stale is nobody's error: others have it, and find nothing left to do.</summary>
    /// <param name="again">Null: delete it. Otherwise it is visible again after this time.</param>
    public async Task EndAsync(TimeSpan? again)
    {
        _ended.Cancel();
        await _extending;
        if (_receipt is null)
        {
            return;
        }

        try
        {
            if (again is { } delay)
            {
                await _queues.ExtendAsync(_queue, Message.Id, _receipt, delay, CancellationToken.None);
            }
            else
            {
                await _queues.DeleteAsync(_queue, Message.Id, _receipt, CancellationToken.None);
            }
        }
        catch (StorageException)
        {
            // It becomes visible again, and its tokens are gone.
        }
    }

    public void Dispose() => _ended.Dispose();

    private async Task ExtendAsync()
    {
        try
        {
            while (_receipt is not null)
            {
                await Task.Delay(_visibility / 2, _time, _ended.Token);
                try
                {
                    _receipt = await _queues.ExtendAsync(_queue, Message.Id, _receipt, _visibility, CancellationToken.None);
                }
                catch (StorageException error) when (error.IsTransient)
                {
                    // The next round tries again; the receipt may have been replaced, and then it is stale.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The work is done.
        }
    }
}
