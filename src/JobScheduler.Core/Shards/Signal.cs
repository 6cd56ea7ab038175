namespace JobScheduler.Shards;

/// <summary>An event that a loop waits for. Set while nobody waits, it is remembered once.</summary>
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

    /// <summary>Waits until it is set, or for so long; then resets it.</summary>
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

        // Awaited alone, without WhenAny: it leaves nothing behind in an idle process, and stays on the context of its caller.
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
