using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>
/// Leaves polling out of the simulation: a receive that would find nothing is answered here, and is no numbered call. In a long life
/// it is answered when there is something.
/// </summary>
internal sealed class QuietQueues(IStorage inner, World world) : IStorage, IQueueStore
{
    private static readonly IReadOnlyList<QueueMessage> Nothing = [];
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    public ITableStore Tables => inner.Tables;

    public IQueueStore Queues => this;

    public bool IsShared => world.Options.IsShared;

    public IBlobStore Blobs => inner.Blobs;

    public ValueTask PrepareAsync(CancellationToken cancellation) => inner.PrepareAsync(cancellation);

    public ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation) =>
        inner.Queues.SendAsync(queue, body, delay, cancellation);

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        string queue, int max, TimeSpan visibility, CancellationToken cancellation) =>
        IsVisible(queue) ? inner.Queues.ReceiveAsync(queue, max, visibility, cancellation)
        : world.Options.IsLong ? HoldAsync(queue, max, visibility, cancellation)
        : new(Nothing);

    public ValueTask<string?> ExtendAsync(
        string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation) =>
        inner.Queues.ExtendAsync(queue, messageId, receipt, visibility, cancellation);

    public ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation) =>
        inner.Queues.DeleteAsync(queue, messageId, receipt, cancellation);

    public ValueTask<long> CountAsync(string queue, CancellationToken cancellation) => inner.Queues.CountAsync(queue, cancellation);

    public ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation) =>
        inner.Queues.OldestAsync(queue, cancellation);

    private bool IsVisible(string queue) => world.Memory.FirstVisibleAt(queue) <= world.Time.Now;

    private async ValueTask<IReadOnlyList<QueueMessage>> HoldAsync(
        string queue, int max, TimeSpan visibility, CancellationToken cancellation)
    {
        for (var end = world.Time.Now + LongestHold; world.Time.Now < end && !cancellation.IsCancellationRequested;)
        {
            var until = world.Memory.FirstVisibleAt(queue) is { } visible && visible < end ? visible : end;
            await world.Watched.Arrivals.NextAsync(queue, until, cancellation);
            if (IsVisible(queue))
            {
                return await inner.Queues.ReceiveAsync(queue, max, visibility, cancellation);
            }
        }

        return Nothing;
    }
}
