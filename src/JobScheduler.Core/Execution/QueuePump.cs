using JobScheduler.DeadLetters;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Brings the messages of one queue to the executor, in processes that have no queue trigger. Takes as many messages as may soon find
/// free places, and while those in hand do not, looks through the rest for runs of other targets, jobs and tenants.
/// </summary>
public sealed class QueuePump(
    string queue,
    MessageExecutor executor,
    PoisonReader poison,
    ExecutionPlaces places,
    IStorage storage,
    QueueSignals signals,
    TimeProvider time,
    ILogger<QueuePump> logger)
{
    /// <summary>After this many receives a message is moved to the poison queue, as the Functions host does.</summary>
    public const int MaxDequeueCount = 5;

    /// <summary>More in hand than the default room of a queue, so that all of them take turns.</summary>
    private const int MostInHand = 512;

    /// <summary>When none of the messages in hand has got a place for this long, more are taken than there may be places for.</summary>
    private static readonly TimeSpan Stuck = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestWatch = TimeSpan.FromSeconds(10);

    /// <summary>When a watch polls, after the instant: seven times in a second.</summary>
    private static readonly TimeSpan[] Polls =
        [.. new[] { 0, 60, 160, 310, 510, 760, 1060 }.Select(after => TimeSpan.FromMilliseconds(after))];

    /// <summary>Instants to be watched, as told by messages that a watch has received itself.</summary>
    private readonly SortedSet<DateTimeOffset> _wakes = [];
    private bool _watches;

    private readonly PlaceKey _ofHandlers = new(queue, "", null, TargetClass.Handler);
    private readonly List<Task> _open = [];

    /// <summary>How many messages are in hand, by stage.</summary>
    private readonly int[] _inHand = new int[Enum.GetValues<MessageStage>().Length];

    /// <summary>When a message in hand last got a place, or was received.</summary>
    private long _movedAt = time.GetTimestamp();

    /// <summary>Works until told to stop; then returns when all messages in hand are done.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        var received = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                if (received < StorageLimits.MessagesPerReceive && places.IsStuckFor(_ofHandlers))
                {
                    // Whatever is sent now is probably for handlers: a process that has a place for it is to have it first.
                    await Task.Delay(Stuck, time, stopping);
                }

                received = await ReceiveAsync(stopping);
                pause = FirstPause;
                if (received == 0)
                {
                    await signals.Of(queue).WaitAsync(Count(MessageStage.Due) > 0 ? Stuck : Idle, stopping);
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

    /// <summary>
    /// Works off what the queue holds now, one message after the other, so that one that ends the process takes no other along. An error of
    /// the queue is logged: the messages are still there.
    /// </summary>
    public async Task DrainAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested && await ReceiveAsync(stopping, most: 1) > 0)
            {
                await Task.WhenAll(_open);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
        catch (StorageException error)
        {
            logger.ReceiveFailed(error, queue);
        }
    }

    /// <summary>
    /// Polls often around the instant at which something may be sent to the queue, and works off what it finds. For a host whose own polls
    /// are too rare to start it on time.
    /// </summary>
    public async Task WatchAsync(DateTimeOffset due, CancellationToken stopping)
    {
        _watches = true;
        _wakes.Add(due);
        try
        {
            while (_wakes.Count > 0)
            {
                var first = _wakes.Min;
                _wakes.Remove(first);
                await WatchOneAsync(first, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
        catch (StorageException error)
        {
            logger.ReceiveFailed(error, queue);
        }

        await Task.WhenAll(_open);
    }

    /// <summary>By time, whatever is found: what several shards have to send comes one after the other.</summary>
    private async Task WatchOneAsync(DateTimeOffset due, CancellationToken stopping)
    {
        if (due - time.GetUtcNow() > LongestWatch)
        {
            return;
        }

        // Those that are past are one.
        foreach (var poll in Polls.Skip(Polls.Count(poll => due + poll < time.GetUtcNow()) - 1))
        {
            for (var wait = due + poll - time.GetUtcNow(); wait > TimeSpan.Zero; wait = due + poll - time.GetUtcNow())
            {
                await Task.Delay(wait + TimeSpan.FromMilliseconds(0.5), time, stopping);
            }

            await ReceiveAsync(stopping);
        }
    }

    /// <summary>Receives what there is room for, up to <paramref name="most"/> messages, and starts working on it.</summary>
    /// <returns>How many messages were received; 0 also when there was no room.</returns>
    public async Task<int> ReceiveAsync(CancellationToken stopping, int most = StorageLimits.MessagesPerReceive)
    {
        var room = Room();
        if (room <= 0)
        {
            return 0;
        }

        _open.RemoveAll(work => work.IsCompleted);
        var messages = await storage.Queues.ReceiveAsync(queue, Math.Min(room, most), Visibility, stopping);
        foreach (var message in messages)
        {
            Interlocked.Increment(ref _inHand[(int)MessageStage.Early]);
            _open.Add(WorkAsync(message, stopping));
        }

        return messages.Count;
    }

    /// <summary>
    /// As many as handlers can run at once may wait for a place. When none gets one, it is not known for whom places are free: what is
    /// behind them in the queue may be for others, and takes its turn.
    /// </summary>
    private int Room()
    {
        var due = Count(MessageStage.Due);
        var room = places.Workers - due;
        if (room > 0)
        {
            Volatile.Write(ref _movedAt, time.GetTimestamp());
        }
        else if (time.GetElapsedTime(Volatile.Read(ref _movedAt)) >= Stuck)
        {
            room = MostInHand;
        }

        return Math.Min(room, MostInHand - due - Count(MessageStage.Early));
    }

    private int Count(MessageStage stage) => Volatile.Read(ref _inHand[(int)stage]);

    private async Task WorkAsync(QueueMessage message, CancellationToken stopping)
    {
        using var received = new ReceivedMessage(queue, message, storage.Queues, Visibility, time);
        var stage = MessageStage.Early;
        void Move(MessageStage next)
        {
            if (next > stage)
            {
                Interlocked.Decrement(ref _inHand[(int)stage]);
                Interlocked.Increment(ref _inHand[(int)next]);
                stage = next;
                if (next == MessageStage.Working)
                {
                    Volatile.Write(ref _movedAt, time.GetTimestamp());
                    signals.Of(queue).Set();
                }
            }
        }

        try
        {
            if (message.DequeueCount > MaxDequeueCount)
            {
                await GiveUpAsync(received);
                return;
            }

            if (_watches && Bell.WakeOf(message.Body) is { } wake)
            {
                // The host's listener will not see it any more.
                _wakes.Add(wake);
                await received.EndAsync(null);
                return;
            }

            var verdict = await executor.ExecuteAsync(queue, message.Body, Move, stopping);
            var settled = verdict == MessageVerdict.Done || await executor.PutOffAsync(queue, message.Body, stopping);
            await received.EndAsync(
                settled ? null : stopping.IsCancellationRequested ? MessageExecutor.AfterStop : MessageExecutor.AfterFailure);
        }
        catch (UnreadableMessageException)
        {
            await SettleAsync(received, () => poison.KeepAsync(queue, message.Body));
        }
        catch (Exception error)
        {
            logger.MessageFailed(error, message.Id, queue);
            await received.EndAsync(MessageExecutor.AfterFailure);
        }
        finally
        {
            Interlocked.Decrement(ref _inHand[(int)stage]);
            signals.Of(queue).Set();
        }
    }

    private Task GiveUpAsync(ReceivedMessage received) => SettleAsync(received, async () =>
    {
        if (!StorageLimits.IsMessage(received.Message.Body))
        {
            // Larger than any of ours: no queue takes it.
            await poison.KeepAsync(queue, received.Message.Body);
            return;
        }

        await storage.Queues.SendAsync(QueueNames.Poison(queue), received.Message.Body, TimeSpan.Zero, CancellationToken.None);
        signals.Sent(QueueNames.Poison(queue), TimeSpan.Zero);
    });

    /// <summary>Lets go of a message once it has been put elsewhere; if that fails, it comes back.</summary>
    private async Task SettleAsync(ReceivedMessage received, Func<Task> put)
    {
        try
        {
            await put();
            await received.EndAsync(null);
        }
        catch (StorageException error)
        {
            logger.MessageFailed(error, received.Message.Id, queue);
            await received.EndAsync(MessageExecutor.AfterFailure);
        }
    }
}

/// <summary>A received message, kept invisible while it is worked on.</summary>
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

    /// <summary>Lets go of the message. A stale receipt is not an error: others have the message, and find nothing left to do.</summary>
    /// <param name="again">Null: delete it. Otherwise it becomes visible again after this time.</param>
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
