using JobScheduler.Storage;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Records;

/// <summary>The first commit times out, and takes effect only when the next one comes.</summary>
internal sealed class LateStorage(MemoryStorage memory) : IStorage, ITableStore
{
    private (string Partition, IReadOnlyList<RowOperation> Operations)? _late;
    private bool _done;

    public ITableStore Tables => this;

    public IQueueStore Queues => memory.Queues;

    public IBlobStore Blobs => memory.Blobs;

    public ValueTask PrepareAsync(CancellationToken cancellation) => memory.PrepareAsync(cancellation);

    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
        memory.Tables.GetAsync(partition, key, cancellation);

    public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => memory.Tables.ReadAsync(query, cancellation);

    public async ValueTask<CommitResult> CommitAsync(
        string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
    {
        if (!_done)
        {
            _done = true;
            _late = (partition, [.. operations]);
            throw new StorageException(StorageFault.Unknown, "timed out; it is still under way");
        }

        if (_late is { } late)
        {
            _late = null;
            Assert.True((await memory.Tables.CommitAsync(late.Partition, late.Operations, cancellation)).Succeeded);
        }

        return await memory.Tables.CommitAsync(partition, operations, cancellation);
    }
}
