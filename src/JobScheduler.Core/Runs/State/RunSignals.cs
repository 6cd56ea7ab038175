using System.Collections.Concurrent;

namespace JobScheduler.Runs;

/// <summary>Tells waiters in this process that a run has moved. For speed only; they also poll.</summary>
public sealed class RunSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Completes when the run moves next.</summary>
    public Task NextMoveOf(string run) =>
        _waiting.GetOrAdd(run, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>The run has moved.</summary>
    public void Moved(string run)
    {
        if (_waiting.TryRemove(run, out var waiting))
        {
            waiting.TrySetResult();
        }
    }
}
