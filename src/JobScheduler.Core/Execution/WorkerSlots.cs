using JobScheduler.Shards;

namespace JobScheduler.Execution;

/// <summary>
/// The slots for running work in this process. When several queues wait for one, they get it by weight (high 8, normal 3,
/// low 1), so that no priority starves another; the queue of suspects takes one slot at a time.
/// </summary>
public sealed class WorkerSlots
{
    private readonly Lock _lock = new();
    private readonly Share[] _shares =
        [new(QueueNames.High, 8), new(QueueNames.Normal, 3), new(QueueNames.Low, 1), new(QueueNames.Suspect, 1)];

    private int _free;
    private bool _suspectBusy;

    public WorkerSlots(int count)
    {
        Count = count;
        _free = count;
    }

    public int Count { get; }

    /// <summary>How many slots are free now.</summary>
    public int Free
    {
        get
        {
            lock (_lock)
            {
                return _free;
            }
        }
    }

    /// <summary>Whether other queues wait for a slot and this one does not.</summary>
    public bool IsPassedOver(string queue)
    {
        lock (_lock)
        {
            return ShareOf(queue).Waiting.Count == 0 && Array.Exists(_shares, share => share.Waiting.Count > 0);
        }
    }

    /// <summary>Waits for at least one slot and takes up to <paramref name="wanted"/> of those that are free.</summary>
    /// <returns>How many were taken; each must be released.</returns>
    public async Task<int> TakeAsync(string queue, int wanted, CancellationToken cancellation)
    {
        var request = new Request(queue == QueueNames.Suspect ? 1 : wanted);
        var share = ShareOf(queue);
        lock (_lock)
        {
            share.Waiting.AddLast(request);
            Serve();
        }

        using var registration = cancellation.Register(() =>
        {
            lock (_lock)
            {
                share.Waiting.Remove(request);
            }

            request.Granted.TrySetCanceled(cancellation);
        });
        return await request.Granted.Task;
    }

    /// <summary>Gives a slot back.</summary>
    public void Release(string queue)
    {
        lock (_lock)
        {
            _free++;
            _suspectBusy &= queue != QueueNames.Suspect;
            Serve();
        }
    }

    private Share ShareOf(string queue) => Array.Find(_shares, candidate => candidate.Queue == queue) ?? _shares[1];

    private void Serve()
    {
        while (_free > 0 && Next() is { } share)
        {
            var request = share.Waiting.First!.Value;
            share.Waiting.RemoveFirst();
            var granted = Math.Min(request.Wanted, _free);
            if (!request.Granted.TrySetResult(granted))
            {
                continue;
            }

            _free -= granted;
            _suspectBusy |= share.Queue == QueueNames.Suspect;
            share.Used += (double)granted / share.Weight;
        }
    }

    /// <summary>Of the queues that wait, the one that has had the least for its weight (stride scheduling).</summary>
    private Share? Next()
    {
        Share? next = null;
        foreach (var share in _shares)
        {
            if (share.Waiting.Count == 0)
            {
                continue;
            }

            if (share.Queue == QueueNames.Suspect && _suspectBusy)
            {
                continue;
            }

            if (next is null || share.Used < next.Used)
            {
                next = share;
            }
        }

        // A queue that was empty for a long time must not claim all that it did not use.
        if (next is not null)
        {
            foreach (var share in _shares)
            {
                if (share.Waiting.Count == 0 && share.Used < next.Used)
                {
                    share.Used = next.Used;
                }
            }
        }

        return next;
    }

    /// <summary>What one queue has had, and who waits for more of it.</summary>
    private sealed record Share(string Queue, int Weight)
    {
        public LinkedList<Request> Waiting { get; } = new();

        public double Used { get; set; }
    }

    private sealed record Request(int Wanted)
    {
        public TaskCompletionSource<int> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
