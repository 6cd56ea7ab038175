namespace JobScheduler.Targets;

/// <summary>Executes one kind of target.</summary>
public interface ITargetInvoker
{
    bool CanInvoke(Target target);

    /// <summary>
    /// Executes the attempt and says how it ended. A failure of the work is an outcome, not an exception; an exception counts
    /// as a failure with its type's name. When <paramref name="cancellation"/> is signalled (cancel, time-out, stop) it ends soon, by
    /// throwing <see cref="OperationCanceledException"/>; the caller knows why it cancelled.
    /// </summary>
    Task<TargetOutcome> InvokeAsync(AttemptContext attempt, CancellationToken cancellation);
}
