namespace JobScheduler.Operations;

/// <summary>
/// A kind of long work, one class in its feature. The clock asks for step after step until one says that it was the last; after a crash the
/// step whose result was not written is asked for again.
/// </summary>
/// <remarks>
/// Registered as a singleton of this interface, and started by <see cref="OperationBoard.StartAsync"/>. Kinds that touch one record after
/// the other are a <see cref="PagedOperation{TWork}"/>.
/// </remarks>
public interface IOperation
{
    /// <summary>Its word in the API; stored with each operation.</summary>
    string Kind { get; }

    /// <summary>
    /// One step: of bounded length, because the clock of the shard waits for it, and repeatable, because it is done again when its process
    /// dies before the result is written.
    /// </summary>
    /// <param name="operation">As it was read; running.</param>
    /// <param name="now">The time of the tick.</param>
    /// <remarks>
    /// A storage error that may pass, and a refusal as unavailable or throttled, only delay the step. Any other exception counts
    /// against the operation: the fifth in a row ends it as failed.
    /// </remarks>
    Task<OperationStep> StepAsync(OperationRecord operation, DateTimeOffset now);
}

/// <summary>What a step did, and how the operation goes on.</summary>
/// <param name="Work">What the next step is given: the kind's own JSON.</param>
public sealed record OperationStep(string Work)
{
    /// <summary>Records that this step dealt with, or that needed nothing any more.</summary>
    public int Done { get; init; }

    /// <summary>Records that would not have it, each with the reason; not among those done.</summary>
    public IReadOnlyList<OperationRefusal> Refusals { get; init; } = [];

    /// <summary>Running: there is a next step. Succeeded or failed: this was the last one.</summary>
    public OperationState State { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>Records in total; null: as told before.</summary>
    public int? Total { get; init; }

    /// <summary>The earliest time of the next step; a time gone by means at once.</summary>
    public DateTimeOffset NotBefore { get; init; }
}
