namespace JobScheduler.Shards;

/// <summary>An event that one loop waits for. Set while nobody waits, it is remembered once.</summary>
public sealed class Signal(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _set = New();

    public void Set()
    {
        lock (_lock)
        {
            _set.TrySetResult();
        }
    }

    /// <summary>Waits until it is set, or for so long; then resets it.</summary>
    /// <exception cref="OperationCanceledException">When cancelled.</exception>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        Task set;
        lock (_lock)
        {
            set = _set.Task;
        }

        if (!set.IsCompleted && patience > TimeSpan.Zero)
        {
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(set, Task.Delay(patience, time, waiting.Token));
            await waiting.CancelAsync();
        }

        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_set.Task.IsCompleted)
            {
                _set = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
