namespace JobScheduler.Targets;

/// <summary>Executes one kind of target.</summary>
public interface ITargetInvoker
{
    bool CanInvoke(Target target);

    /// <summary>
    /// Executes the attempt and says how it ended. A failure of the work is an outcome, not an exception; an exception counts as
    /// a failure named after its type. When <paramref name="cancellation"/> is signalled (cancel, timeout, stop) it ends soon by throwing
    /// <see cref="OperationCanceledException"/>; the caller knows why it cancelled.
    /// </summary>
    Task<TargetOutcome> InvokeAsync(AttemptContext attempt, CancellationToken cancellation);
}

/// <summary>How the work of an attempt ended.</summary>
public abstract record TargetOutcome
{
    private TargetOutcome()
    {
    }

    /// <summary>What the target has answered, for the log of the run; null: nothing, or it is no target that answers.</summary>
    public TargetAnswer? Answer { get; init; }

    /// <summary>The work is done.</summary>
    /// <param name="Content">The result; null for none.</param>
    public sealed record Succeeded(ResultContent? Content) : TargetOutcome;

    /// <summary>The work failed.</summary>
    /// <param name="Error">Why.</param>
    /// <param name="RetryAfter">The delay that the target asked for before the next attempt.</param>
    /// <param name="Retryable">False: no further attempt, whatever the policy says.</param>
    public sealed record Failed(AttemptError Error, TimeSpan? RetryAfter = null, bool Retryable = true) : TargetOutcome;

    /// <summary>The target accepted the work and will complete it through the API.</summary>
    public sealed record Taken : TargetOutcome;

    /// <summary>The work has stopped because this process stops; another process goes on. Does not count as a failure.</summary>
    public sealed record HandedBack : TargetOutcome;
}

/// <summary>A result as bytes.</summary>
/// <param name="ContentType">For example <c>application/json</c>.</param>
/// <param name="Bytes">At most <see cref="ResultContent.Largest"/> of them.</param>
public sealed record ResultContent(string ContentType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>10 MiB.</summary>
    public const int Largest = 10 * 1024 * 1024;
}

/// <summary>The answer of an HTTP target, without its body.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Took">From the request to the head of the answer; of several requests, the last.</param>
/// <param name="ContentType">As the target gave it, with secrets masked; null: not given, or too long.</param>
/// <param name="Length">Bytes of the body; null: not known.</param>
public sealed record TargetAnswer(int Status, TimeSpan Took, string? ContentType = null, long? Length = null);
