namespace JobScheduler.Runs;

/// <summary>
/// Tells waiters in this process that a run has moved. For speed only; they also poll. What is kept is one entry for each run that somebody
/// waits for at the moment: ids come from callers, who may name as many unknown ones as they like.
/// </summary>
public sealed class RunSignals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HashSet<RunWatch>> _watches = new(StringComparer.Ordinal);

    /// <summary>How many runs somebody waits for.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _watches.Count;
            }
        }
    }

    /// <summary>Starts to watch a run, which need not exist. Nothing of it is left once all who watch the run have stopped.</summary>
    /// <param name="run">Its id.</param>
    /// <returns>Stops watching when it is disposed.</returns>
    public RunWatch Watch(string run)
    {
        var watch = new RunWatch(this, run);
        lock (_gate)
        {
            if (!_watches.TryGetValue(run, out var watches))
            {
                _watches[run] = watches = [];
            }

            watches.Add(watch);
        }

        return watch;
    }

    /// <summary>The run has moved.</summary>
    public void Moved(string run)
    {
        lock (_gate)
        {
            foreach (var watch in _watches.GetValueOrDefault(run) ?? [])
            {
                watch.Signal();
            }
        }
    }

    internal void Leave(RunWatch watch)
    {
        lock (_gate)
        {
            if (_watches.TryGetValue(watch.Run, out var watches) && watches.Remove(watch) && watches.Count == 0)
            {
                _watches.Remove(watch.Run);
            }
        }
    }
}

/// <summary>One who watches a run. Others who watch the same run are not affected by what this one does.</summary>
public sealed class RunWatch : IDisposable
{
    private readonly RunSignals _signals;

    // Of this watch alone: on one that all share, each look of a waiter would leave a continuation for as long as the others wait.
    private volatile TaskCompletionSource _moved = New();

    internal RunWatch(RunSignals signals, string run) => (_signals, Run) = (signals, run);

    /// <summary>The id of the run.</summary>
    public string Run { get; }

    /// <summary>Completes when the run moves next. Ask before the run is read, so that no move is missed.</summary>
    public Task NextMove()
    {
        if (_moved.Task.IsCompleted)
        {
            _moved = New();
        }

        return _moved.Task;
    }

    public void Dispose() => _signals.Leave(this);

    internal void Signal() => _moved.TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
