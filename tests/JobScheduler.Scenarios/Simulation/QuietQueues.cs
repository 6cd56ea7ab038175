using JobScheduler.Storage;
using JobScheduler.Testing;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>
/// Leaves polling out of the simulation: a receive that would find nothing is answered here, and is no numbered call.
/// </summary>
internal sealed class QuietQueues(IStorage inner, MemoryStorage memory, VirtualTime time) : IStorage, IQueueStore
{
    private static readonly IReadOnlyList<QueueMessage> Nothing = [];

    public ITableStore Tables => inner.Tables;

    public IQueueStore Queues => this;

    public IBlobStore Blobs => inner.Blobs;

    public ValueTask PrepareAsync(CancellationToken cancellation) => inner.PrepareAsync(cancellation);

    public ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation) =>
        inner.Queues.SendAsync(queue, body, delay, cancellation);

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(string queue, int max, TimeSpan visibility, CancellationToken cancellation)
    {
        var messages = memory.Messages(queue);
        return messages.Count == 0 || messages[0].VisibleAt > time.Now ? new(Nothing) : inner.Queues.ReceiveAsync(queue, max, visibility, cancellation);
    }

    public ValueTask<string?> ExtendAsync(string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation) =>
        inner.Queues.ExtendAsync(queue, messageId, receipt, visibility, cancellation);

    public ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation) =>
        inner.Queues.DeleteAsync(queue, messageId, receipt, cancellation);

    public ValueTask<long> CountAsync(string queue, CancellationToken cancellation) => inner.Queues.CountAsync(queue, cancellation);

    public ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation) => inner.Queues.OldestAsync(queue, cancellation);
}
