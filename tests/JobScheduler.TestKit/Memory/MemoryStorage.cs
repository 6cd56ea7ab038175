using JobScheduler.Storage;

namespace JobScheduler.TestKit;

/// <summary>
/// A storage driver in memory, for simulations: every call completes synchronously, nothing is random, and time is only what
/// the given clock says. Safe for concurrent use. Beside the ports it can be looked into by oracles.
/// </summary>
public sealed class MemoryStorage : IStorage
{
    private readonly MemoryTables _tables;
    private readonly MemoryQueues _queues;
    private readonly MemoryBlobs _blobs;

    public MemoryStorage(TimeProvider time)
    {
        var gate = new Lock();
        _tables = new(gate);
        _queues = new(gate, time);
        _blobs = new(gate);
    }

    public ITableStore Tables => _tables;

    public IQueueStore Queues => _queues;

    public IBlobStore Blobs => _blobs;

    /// <summary>The partitions that have ever had a row, in ordinal order.</summary>
    public IReadOnlyList<string> Partitions => _tables.Partitions;

    /// <summary>The queues that were ever used, in ordinal order.</summary>
    public IReadOnlyList<string> QueueNames => _queues.Names;

    public IReadOnlyList<string> BlobNames => _blobs.Names;

    /// <summary>All rows of a partition in the order of their keys, as they are stored: not copies, and not to be changed.</summary>
    public IReadOnlyList<Row> Rows(string partition) => _tables.Rows(partition);

    /// <summary>All messages of a queue, invisible ones included, in the order in which they become visible.</summary>
    public IReadOnlyList<MemoryMessage> Messages(string queue) => _queues.Messages(queue);

    /// <summary>When the first message of a queue becomes visible, or became so; null: it is empty.</summary>
    public DateTimeOffset? FirstVisibleAt(string queue) => _queues.FirstVisibleAt(queue);

    public ValueTask PrepareAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }
}
