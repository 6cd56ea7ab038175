using System.Collections.Concurrent;

namespace JobScheduler.Shards;

/// <summary>
/// Wakes the pumps and the clock of this process. For speed only: other processes learn by polling, and nothing depends on signals.
/// </summary>
public sealed class QueueSignals(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Signal> _queues = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<int, DateTimeOffset> _awake = new();

    /// <summary>Set when the clock of a shard is woken.</summary>
    public Signal Clock { get; } = new(time);

    /// <summary>Something in the shard waits for its clock.</summary>
    public void WakeClock(int shard) => WakeClock(shard, DateTimeOffset.MinValue);

    /// <summary>An alarm was set in the shard that may be before the next tick of its clock.</summary>
    public void WakeClock(int shard, DateTimeOffset at)
    {
        _awake.AddOrUpdate(shard, at, (_, before) => at < before ? at : before);
        Clock.Set();
    }

    /// <summary>The shards whose clocks were woken since this was last asked, each with the time by which it has to tick.</summary>
    public IReadOnlyList<(int Shard, DateTimeOffset At)> TakeAwake()
    {
        var awake = new List<(int Shard, DateTimeOffset At)>();
        foreach (var shard in _awake.Keys)
        {
            if (_awake.TryRemove(shard, out var at))
            {
                awake.Add((shard, at));
            }
        }

        return awake;
    }

    public Signal Of(string queue) => _queues.GetOrAdd(queue, static (_, time) => new Signal(time), time);

    /// <summary>
    /// A message was sent. A delayed message needs no signal: it is visible a second early, and polls are more frequent than that.
    /// </summary>
    public void Sent(string queue, TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            Of(queue).Set();
        }
    }
}

/// <summary>An event that a loop waits for. If set while nobody waits, it is remembered once.</summary>
public sealed class Signal(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource<bool>> _waiting = [];
    private bool _isSet;

    public void Set()
    {
        lock (_lock)
        {
            // A waiter that has just given up does not count: the signal is remembered for the next one.
            var woken = _waiting.FindAll(waiter => waiter.TrySetResult(true)).Count > 0;
            _isSet = !woken;
            _waiting.Clear();
        }
    }

    /// <summary>Waits until it is set or the patience is over; then resets it.</summary>
    /// <returns>Whether it was set.</returns>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_isSet || patience <= TimeSpan.Zero)
            {
                var wasSet = _isSet;
                _isSet = false;
                return wasSet;
            }

            _waiting.Add(waiter);
        }

        // Awaited directly, without WhenAny: this leaves nothing behind in an idle process, and stays on the context of the caller.
        await using var timer = time.CreateTimer(_ => waiter.TrySetResult(false), null, patience, Timeout.InfiniteTimeSpan);
        await using var registration = cancellation.Register(() => waiter.TrySetCanceled(cancellation));
        try
        {
            return await waiter.Task;
        }
        finally
        {
            lock (_lock)
            {
                _waiting.Remove(waiter);
            }
        }
    }
}
