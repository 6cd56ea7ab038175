using System.Collections.Concurrent;

namespace JobScheduler.Shards;

/// <summary>
/// Wakes the pumps and the clock of this process. For speed only: other processes learn by polling, and nothing depends on a
/// signal.
/// </summary>
public sealed class QueueSignals(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Signal> _queues = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<int, bool> _awake = new();

    /// <summary>Set when a shard's clock is woken.</summary>
    public Signal Clock { get; } = new(time);

    /// <summary>Something in the shard waits for its clock, or has set an alarm that may be earlier than its next tick.</summary>
    public void WakeClock(int shard)
    {
        _awake[shard] = true;
        Clock.Set();
    }

    /// <summary>The shards whose clocks were woken since this was last asked.</summary>
    public IReadOnlyList<int> TakeAwake() => [.. _awake.Keys.Where(shard => _awake.TryRemove(shard, out _))];

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
