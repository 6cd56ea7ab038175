using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>
/// Storage at a distance: each call takes effect a little later, and its answer comes later still, so that calls overlap. The time
/// is the world's: what a process sent before it died takes effect all the same.
/// </summary>
internal sealed class SlowStorage(IStorage inner, VirtualTime time, Entropy chance, TimeSpan longest)
    : IStorage, ITableStore, IQueueStore, IBlobStore
{
    public ITableStore Tables => this;

    public IQueueStore Queues => this;

    public IBlobStore Blobs => this;

    public ValueTask PrepareAsync(CancellationToken cancellation) => inner.PrepareAsync(cancellation);

    ValueTask<Row?> ITableStore.GetAsync(string partition, string key, CancellationToken cancellation) =>
        FarAsync(() => inner.Tables.GetAsync(partition, key, cancellation));

    ValueTask<RowPage> ITableStore.ReadAsync(RowQuery query, CancellationToken cancellation) =>
        FarAsync(() => inner.Tables.ReadAsync(query, cancellation));

    ValueTask<CommitResult> ITableStore.CommitAsync(
        string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation) =>
        FarAsync(() => inner.Tables.CommitAsync(partition, operations, cancellation));

    ValueTask IQueueStore.SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation) =>
        FarAsync(() => inner.Queues.SendAsync(queue, body, delay, cancellation));

    ValueTask<IReadOnlyList<QueueMessage>> IQueueStore.ReceiveAsync(
        string queue, int max, TimeSpan visibility, CancellationToken cancellation) =>
        FarAsync(() => inner.Queues.ReceiveAsync(queue, max, visibility, cancellation));

    ValueTask<string?> IQueueStore.ExtendAsync(
        string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation) =>
        FarAsync(() => inner.Queues.ExtendAsync(queue, messageId, receipt, visibility, cancellation));

    ValueTask<bool> IQueueStore.DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation) =>
        FarAsync(() => inner.Queues.DeleteAsync(queue, messageId, receipt, cancellation));

    ValueTask<long> IQueueStore.CountAsync(string queue, CancellationToken cancellation) =>
        FarAsync(() => inner.Queues.CountAsync(queue, cancellation));

    ValueTask<DateTimeOffset?> IQueueStore.OldestAsync(string queue, CancellationToken cancellation) =>
        FarAsync(() => inner.Queues.OldestAsync(queue, cancellation));

    ValueTask IBlobStore.PutAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        FarAsync(() => inner.Blobs.PutAsync(name, content, cancellation));

    ValueTask<ReadOnlyMemory<byte>?> IBlobStore.GetAsync(string name, long offset, CancellationToken cancellation) =>
        FarAsync(() => inner.Blobs.GetAsync(name, offset, cancellation));

    ValueTask<ReadOnlyMemory<byte>?> IBlobStore.ReadAsync(string name, long offset, int length, CancellationToken cancellation) =>
        FarAsync(() => inner.Blobs.ReadAsync(name, offset, length, cancellation));

    ValueTask IBlobStore.AppendAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        FarAsync(() => inner.Blobs.AppendAsync(name, content, cancellation));

    ValueTask IBlobStore.DeleteAsync(string name, CancellationToken cancellation) =>
        FarAsync(() => inner.Blobs.DeleteAsync(name, cancellation));

    private ValueTask<T> FarAsync<T>(Func<ValueTask<T>> call)
    {
        // Timers of the world, not of the caller's process, carry the call there and the answer back.
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = time.CreateTimer(
            () =>
            {
                // Drivers in memory answer at once.
                var made = call();
                var result = made.IsCompletedSuccessfully ? made.Result : default;
                var error = made.IsCompletedSuccessfully ? null : made.AsTask().Exception!.InnerException!;
                _ = time.CreateTimer(
                    () =>
                    {
                        if (error is null)
                        {
                            answer.SetResult(result!);
                        }
                        else
                        {
                            answer.SetException(error);
                        }
                    },
                    Distance(),
                    Timeout.InfiniteTimeSpan);
            },
            Distance(),
            Timeout.InfiniteTimeSpan);
        return new(answer.Task);
    }

    private async ValueTask FarAsync(Func<ValueTask> call) => await FarAsync(async () =>
    {
        await call();
        return true;
    });

    private TimeSpan Distance() => longest * chance.NextShare();
}
