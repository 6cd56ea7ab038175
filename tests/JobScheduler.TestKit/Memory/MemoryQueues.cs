using JobScheduler.Storage;

namespace JobScheduler.TestKit;

internal sealed class MemoryQueues(Lock gate, TimeProvider time) : IQueueStore
{
    private readonly SortedDictionary<string, MemoryQueue> _queues = new(StringComparer.Ordinal);
    private long _lastNumber;

    public IReadOnlyList<string> Names
    {
        get
        {
            lock (gate)
            {
                return [.. _queues.Keys];
            }
        }
    }

    public IReadOnlyList<MemoryMessage> Messages(string queue)
    {
        lock (gate)
        {
            return [.. Queue(queue).All];
        }
    }

    public DateTimeOffset? FirstVisibleAt(string queue)
    {
        lock (gate)
        {
            return Queue(queue).FirstVisibleAt;
        }
    }

    public ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation)
    {
        StorageLimits.CheckMessage(queue, body, delay);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            Queue(queue).Send(++_lastNumber, body, time.GetUtcNow(), After(delay));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        string queue, int max, TimeSpan visibility, CancellationToken cancellation)
    {
        StorageLimits.CheckReceive(queue, max, visibility);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Queue(queue).Receive(max, time.GetUtcNow(), After(visibility), ref _lastNumber));
        }
    }

    public ValueTask<string?> ExtendAsync(
        string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        StorageLimits.CheckVisibility(visibility);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Queue(queue).Extend(messageId, receipt, After(visibility), ref _lastNumber));
        }
    }

    public ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Queue(queue).Delete(messageId, receipt));
        }
    }

    public ValueTask<long> CountAsync(string queue, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Queue(queue).Count);
        }
    }

    public ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation)
    {
        StorageLimits.CheckQueue(queue);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Queue(queue).Oldest(time.GetUtcNow()));
        }
    }

    private DateTimeOffset After(TimeSpan delay) => time.GetUtcNow() + StorageLimits.CutToSeconds(delay);

    private MemoryQueue Queue(string queue)
    {
        if (!_queues.TryGetValue(queue, out var found))
        {
            _queues.Add(queue, found = new());
        }

        return found;
    }
}
