namespace JobScheduler.Execution;

/// <summary>
/// Lets one at a time renew the lease of an attempt: two would both delete it, and one would believe that it is lost. Waits on the caller's
/// context, which a semaphore does not.
/// </summary>
internal sealed class RenewalTurn
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _taken;

    /// <summary>Takes the turn if it is free.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            return !_taken && (_taken = true);
        }
    }

    /// <summary>Takes the turn, after those who came before.</summary>
    public Task TakeAsync()
    {
        lock (_lock)
        {
            if (!_taken)
            {
                _taken = true;
                return Task.CompletedTask;
            }

            var turn = new TaskCompletionSource();
            _waiting.Enqueue(turn);
            return turn.Task;
        }
    }

    /// <summary>Gives the turn to the next.</summary>
    public void Give()
    {
        TaskCompletionSource? next;
        lock (_lock)
        {
            _taken = _waiting.TryDequeue(out next);
        }

        next?.SetResult();
    }
}
