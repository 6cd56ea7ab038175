using JobScheduler.Storage;

namespace JobScheduler.Core.Tests.Runs.Reading;

/// <summary>Storage that lets a test act before each read of a page.</summary>
internal sealed class HookedStorage(IStorage inner) : IStorage, ITableStore
{
    /// <summary>Called with each query.</summary>
    public Func<RowQuery, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    public ITableStore Tables => this;

    public IQueueStore Queues => inner.Queues;

    public IBlobStore Blobs => inner.Blobs;

    public ValueTask PrepareAsync(CancellationToken cancellation) => inner.PrepareAsync(cancellation);

    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
        inner.Tables.GetAsync(partition, key, cancellation);

    public async ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation)
    {
        await BeforeRead(query);
        return await inner.Tables.ReadAsync(query, cancellation);
    }

    public ValueTask<CommitResult> CommitAsync(
        string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation) =>
        inner.Tables.CommitAsync(partition, operations, cancellation);
}
