using JobScheduler.Storage;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>Storage that can be told to refuse commits.</summary>
public sealed class FailingStorage(IStorage inner) : IStorage, ITableStore
{
    /// <summary>Thrown by every commit while it is set.</summary>
    public StorageException? Failure { get; set; }

    public ITableStore Tables => this;

    public IQueueStore Queues => inner.Queues;

    public IBlobStore Blobs => inner.Blobs;

    public ValueTask PrepareAsync(CancellationToken cancellation) => inner.PrepareAsync(cancellation);

    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
        inner.Tables.GetAsync(partition, key, cancellation);

    public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => inner.Tables.ReadAsync(query, cancellation);

    public ValueTask<CommitResult> CommitAsync(string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation) =>
        Failure is null ? inner.Tables.CommitAsync(partition, operations, cancellation) : throw Failure;
}
