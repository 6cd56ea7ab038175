using JobScheduler.Storage;

namespace JobScheduler.TestKit;

internal sealed class FaultyQueues(IQueueStore inner, FaultGate gate) : IQueueStore
{
    public ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Send, queue, () => inner.SendAsync(queue, body, delay, cancellation));

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        string queue, int max, TimeSpan visibility, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Receive, queue, async () =>
        {
            var received = await inner.ReceiveAsync(queue, max, visibility, cancellation);
            if (received.Count == 0)
            {
                gate.Counter.WasEmpty();
            }

            return received;
        });

    public ValueTask<string?> ExtendAsync(
        string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Extend, queue, () => inner.ExtendAsync(queue, messageId, receipt, visibility, cancellation));

    public ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Delete, queue, () => inner.DeleteAsync(queue, messageId, receipt, cancellation));

    public ValueTask<long> CountAsync(string queue, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Count, queue, () => inner.CountAsync(queue, cancellation));

    public ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation) =>
        gate.CallAsync(CallNames.Oldest, queue, () => inner.OldestAsync(queue, cancellation));
}
