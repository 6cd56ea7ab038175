using System.Collections.Concurrent;
using JobScheduler.Storage;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>Storage that can be told to refuse commits and reads, and remembers which blobs were read.</summary>
public sealed class FailingStorage(IStorage inner) : IStorage, ITableStore, IBlobStore
{
    private readonly ConcurrentQueue<(string Name, int Length)> _reads = new();

    /// <summary>The reads of a blob, with the bytes that each brought.</summary>
    public IReadOnlyList<int> ReadsOf(string name) => [.. _reads.Where(read => read.Name == name).Select(read => read.Length)];

    /// <summary>Thrown by every commit while it is set; also what no storage should throw.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Thrown by every probe while it is set.</summary>
    public StorageException? ProbeFailure { get; set; }

    /// <summary>A blob of which nothing from this byte on can be read.</summary>
    public (string Name, long From, StorageException Failure)? Broken { get; set; }

    public ITableStore Tables => this;

    public IQueueStore Queues => inner.Queues;

    public IBlobStore Blobs => this;

    public ValueTask PrepareAsync(CancellationToken cancellation) => inner.PrepareAsync(cancellation);

    public ValueTask ProbeAsync(CancellationToken cancellation) =>
        ProbeFailure is null ? inner.ProbeAsync(cancellation) : throw ProbeFailure;

    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
        inner.Tables.GetAsync(partition, key, cancellation);

    public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => inner.Tables.ReadAsync(query, cancellation);

    public ValueTask<CommitResult> CommitAsync(string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation) =>
        Failure is null ? inner.Tables.CommitAsync(partition, operations, cancellation) : throw Failure;

    ValueTask IBlobStore.PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        inner.Blobs.PutAsync(name, content, cancellation);

    async ValueTask<ReadOnlyMemory<byte>?> IBlobStore.GetAsync(string name, long offset, CancellationToken cancellation) =>
        Noted(name, await inner.Blobs.GetAsync(name, offset, cancellation));

    async ValueTask<ReadOnlyMemory<byte>?> IBlobStore.ReadAsync(string name, long offset, int length, CancellationToken cancellation) =>
        Broken is { } broken && broken.Name == name && offset >= broken.From
            ? throw broken.Failure
            : Noted(name, await inner.Blobs.ReadAsync(name, offset, length, cancellation));

    ValueTask IBlobStore.AppendAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        inner.Blobs.AppendAsync(name, content, cancellation);

    ValueTask IBlobStore.DeleteAsync(string name, CancellationToken cancellation) => inner.Blobs.DeleteAsync(name, cancellation);

    private ReadOnlyMemory<byte>? Noted(string name, ReadOnlyMemory<byte>? content)
    {
        _reads.Enqueue((name, content?.Length ?? 0));
        return content;
    }
}
