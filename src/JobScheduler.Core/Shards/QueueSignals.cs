using System.Collections.Concurrent;

namespace JobScheduler.Shards;

/// <summary>
/// Wakes the pumps and the clock of this process. For speed only: other processes learn by polling, and nothing depends on a
/// signal.
/// </summary>
public sealed class QueueSignals(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Signal> _queues = new(StringComparer.Ordinal);

    /// <summary>Wakes the clock: something waits for room.</summary>
    public Signal Clock { get; } = new(time);

    public Signal Of(string queue) => _queues.GetOrAdd(queue, static (_, time) => new Signal(time), time);

    /// <summary>A message was sent. A delayed one needs no signal: it is visible a second early, and polls are closer than that.</summary>
    public void Sent(string queue, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Of(queue).Set();
        }
    }
}
