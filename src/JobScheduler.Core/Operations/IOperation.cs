namespace JobScheduler.Operations;

/// <summary>
/// A kind of long work: one class in its feature. The clock runs step after step until one reports that it was the last; after a crash, a
/// step whose result was not written is run again.
/// </summary>
/// <remarks>
/// Registered as a singleton of this interface, and started by <see cref="OperationBoard.StartAsync"/>. Kinds that process one record after
/// the other derive from <see cref="PagedOperation{TWork}"/>.
/// </remarks>
public interface IOperation
{
    /// <summary>Its name in the API; stored with each operation.</summary>
    string Kind { get; }

    /// <summary>
    /// One step: bounded in length, because the clock of the shard waits for it, and repeatable, because it is run again if its process
    /// dies before the result is written.
    /// </summary>
    /// <param name="operation">The operation as read; running.</param>
    /// <param name="now">The time of the tick.</param>
    /// <remarks>
    /// A transient storage error, or a refusal as unavailable or throttled, only delays the step. Any other exception counts as a
    /// failure: the fifth in a row ends the operation as failed.
    /// </remarks>
    Task<OperationStep> StepAsync(OperationRecord operation, DateTimeOffset now);
}

/// <summary>What a step did, and how the operation continues.</summary>
/// <param name="Work">The input of the next step: the kind's own JSON.</param>
public sealed record OperationStep(string Work)
{
    /// <summary>Records that this step processed, or that needed nothing.</summary>
    public int Done { get; init; }

    /// <summary>Records that refused, each with the reason; not counted as done.</summary>
    public IReadOnlyList<OperationRefusal> Refusals { get; init; } = [];

    /// <summary>Running: there is a next step. Succeeded or failed: this was the last.</summary>
    public OperationState State { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The total number of records; null: as reported before.</summary>
    public int? Total { get; init; }

    /// <summary>The earliest time of the next step; a time in the past means at once.</summary>
    public DateTimeOffset NotBefore { get; init; }
}
