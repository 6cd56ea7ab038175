using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>The queues of a world, and a bell that rings when the time at which a message is visible was set.</summary>
internal sealed class Arrivals(IQueueStore inner, VirtualTime time) : IQueueStore
{
    private readonly Dictionary<string, List<TaskCompletionSource>> _waiting = new(StringComparer.Ordinal);

    public async ValueTask SendAsync(string queue, string body, TimeSpan delay, CancellationToken cancellation)
    {
        await inner.SendAsync(queue, body, delay, cancellation);
        Ring(queue);
    }

    public ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(
        string queue, int max, TimeSpan visibility, CancellationToken cancellation) =>
        inner.ReceiveAsync(queue, max, visibility, cancellation);

    public async ValueTask<string?> ExtendAsync(
        string queue, string messageId, string receipt, TimeSpan visibility, CancellationToken cancellation)
    {
        var extended = await inner.ExtendAsync(queue, messageId, receipt, visibility, cancellation);
        Ring(queue);
        return extended;
    }

    public ValueTask<bool> DeleteAsync(string queue, string messageId, string receipt, CancellationToken cancellation) =>
        inner.DeleteAsync(queue, messageId, receipt, cancellation);

    public ValueTask<long> CountAsync(string queue, CancellationToken cancellation) => inner.CountAsync(queue, cancellation);

    public ValueTask<DateTimeOffset?> OldestAsync(string queue, CancellationToken cancellation) => inner.OldestAsync(queue, cancellation);

    /// <summary>Waits for the next ring, at most until then.</summary>
    public async Task NextAsync(string queue, DateTimeOffset until, CancellationToken cancellation)
    {
        var bell = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.TryGetValue(queue, out var waiting))
        {
            _waiting.Add(queue, waiting = []);
        }

        waiting.Add(bell);
        await using var timer = time.CreateTimer(() => bell.TrySetResult(), until - time.Now, Timeout.InfiniteTimeSpan);
        await using var registration = cancellation.Register(() => bell.TrySetResult());
        await bell.Task;
        waiting.Remove(bell);
    }

    private void Ring(string queue)
    {
        if (_waiting.TryGetValue(queue, out var waiting))
        {
            // Those of dead processes never come back to be removed.
            waiting.ForEach(bell => bell.TrySetResult());
            waiting.Clear();
        }
    }
}
