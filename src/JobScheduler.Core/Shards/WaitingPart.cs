namespace JobScheduler.Shards;

/// <summary>A part and the caller who waits for it.</summary>
internal sealed class WaitingPart(CommitPart part, DateTimeOffset deadline)
{
    private readonly TaskCompletionSource<PartOutcome> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommitPart Part { get; } = part;

    /// <summary>Until then transient faults are retried.</summary>
    public DateTimeOffset Deadline { get; } = deadline;

    /// <summary>It shares no commit, because one that it shared could not be made.</summary>
    public bool Alone { get; set; }

    public Task<PartOutcome> Task => _done.Task;

    public void Complete(PartOutcome outcome) => _done.TrySetResult(outcome);

    public void Fail(Exception error) => _done.TrySetException(error);
}
