namespace JobScheduler.Execution;

/// <summary>
/// The running attempts of one message. Their outcomes are written together: when all have ended, or 50 ms after the first.
/// </summary>
internal sealed class MessageExecution(int shard, FinishWriter finishes, TimeProvider time)
{
    private static readonly TimeSpan FlushDelay = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly List<PendingFinish> _finished = [];
    private readonly List<Task> _tasks = [];
    private int _running;
    private bool _flushing;

    /// <summary>Adds an attempt that has started.</summary>
    public void Add(Func<Task<PendingFinish>> attempt)
    {
        lock (_lock)
        {
            _running++;
        }

        _tasks.Add(FollowAsync(attempt));
    }

    /// <summary>Completes when all attempts have ended and their outcomes are written.</summary>
    public Task WhenDoneAsync() => Task.WhenAll(_tasks);

    private async Task FollowAsync(Func<Task<PendingFinish>> attempt)
    {
        PendingFinish? finished = null;
        var mine = false;
        try
        {
            finished = await attempt();
        }
        finally
        {
            lock (_lock)
            {
                _running--;
                if (finished is not null)
                {
                    _finished.Add(finished);
                }

                // The last one writes at once, the first of several waits for others; the rest leave their outcomes to those two.
                mine = _finished.Count > 0 && (_running == 0 || !_flushing);
                _flushing |= mine;
            }
        }

        if (!mine)
        {
            return;
        }

        bool last;
        lock (_lock)
        {
            last = _running == 0;
        }

        if (!last)
        {
            await Task.Delay(FlushDelay, time);
        }

        List<PendingFinish> batch;
        lock (_lock)
        {
            batch = [.. _finished];
            _finished.Clear();
            _flushing = false;
        }

        if (batch.Count > 0)
        {
            await finishes.WriteAsync(shard, batch);
        }
    }
}
