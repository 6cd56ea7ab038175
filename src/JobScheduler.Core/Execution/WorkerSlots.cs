using JobScheduler.Shards;

namespace JobScheduler.Execution;

/// <summary>
/// The places for running work in this process. When several queues wait for one, they get it by weight (high 8, normal 3,
/// low 1), so that no priority starves another; the queue of suspects takes one place at a time.
/// </summary>
public sealed class WorkerSlots
{
    private readonly Lock _lock = new();
    private readonly Line[] _lines =
        [new(QueueNames.High, 8), new(QueueNames.Normal, 3), new(QueueNames.Low, 1), new(QueueNames.Suspect, 1)];

    private int _free;
    private bool _suspectBusy;

    public WorkerSlots(int count)
    {
        Count = count;
        _free = count;
    }

    public int Count { get; }

    /// <summary>How many places are free now.</summary>
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

    /// <summary>Whether others wait for a place, and nobody does for work of this queue.</summary>
    public bool IsPassedOver(string queue)
    {
        lock (_lock)
        {
            return LineOf(queue).Waiting.Count == 0 && Array.Exists(_lines, line => line.Waiting.Count > 0);
        }
    }

    /// <summary>Waits for at least one place and takes up to <paramref name="wanted"/> of those that are free.</summary>
    /// <returns>How many were taken; each must be released.</returns>
    public async Task<int> TakeAsync(string queue, int wanted, CancellationToken cancellation)
    {
        var request = new Request(queue == QueueNames.Suspect ? 1 : wanted);
        var line = LineOf(queue);
        lock (_lock)
        {
            line.Waiting.AddLast(request);
            Serve();
        }

        using var registration = cancellation.Register(() =>
        {
            lock (_lock)
            {
                line.Waiting.Remove(request);
            }

            request.Granted.TrySetCanceled(cancellation);
        });
        return await request.Granted.Task;
    }

    /// <summary>Gives a place back.</summary>
    public void Release(string queue)
    {
        lock (_lock)
        {
            _free++;
            _suspectBusy &= queue != QueueNames.Suspect;
            Serve();
        }
    }

    private Line LineOf(string queue) => Array.Find(_lines, candidate => candidate.Queue == queue) ?? _lines[1];

    private void Serve()
    {
        while (_free > 0 && Next() is { } line)
        {
            var request = line.Waiting.First!.Value;
            line.Waiting.RemoveFirst();
            var granted = Math.Min(request.Wanted, _free);
            if (!request.Granted.TrySetResult(granted))
            {
                continue;
            }

            _free -= granted;
            _suspectBusy |= line.Queue == QueueNames.Suspect;
            line.Used += (double)granted / line.Weight;
        }
    }

    /// <summary>Of the lines that wait, the one that has had least for its weight (stride scheduling).</summary>
    private Line? Next()
    {
        Line? next = null;
        foreach (var line in _lines)
        {
            if (line.Waiting.Count == 0)
            {
                continue;
            }

            if (line.Queue == QueueNames.Suspect && _suspectBusy)
            {
                continue;
            }

            if (next is null || line.Used < next.Used)
            {
                next = line;
            }
        }

        // A line that was empty for long must not claim all that it did not use.
        if (next is not null)
        {
            foreach (var line in _lines)
            {
                if (line.Waiting.Count == 0 && line.Used < next.Used)
                {
                    line.Used = next.Used;
                }
            }
        }

        return next;
    }

    private sealed record Line(string Queue, int Weight)
    {
        public LinkedList<Request> Waiting { get; } = new();

        public double Used { get; set; }
    }

    private sealed record Request(int Wanted)
    {
        public TaskCompletionSource<int> Granted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
