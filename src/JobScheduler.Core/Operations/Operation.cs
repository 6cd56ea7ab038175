namespace JobScheduler.Operations;

/// <summary>Where a long operation is.</summary>
public enum OperationState
{
    Running,
    Succeeded,

    /// <summary>It stopped before the end; its error says why.</summary>
    Failed,
}

/// <summary>Work on many records that goes on after its request was answered, and survives a crash.</summary>
/// <param name="Id">Names it in <c>/api/v1/operations/{id}</c>.</param>
/// <param name="Kind">What it does: <c>redrive</c>, <c>purge</c>, <c>cancel</c>, <c>backfill</c>.</param>
/// <param name="State">Where it is.</param>
/// <param name="Done">Records dealt with.</param>
/// <param name="Total">Of so many; null while that is not known.</param>
/// <param name="Error">Why it failed.</param>
public sealed record Operation(string Id, string Kind, OperationState State, int Done, int? Total, string? Error);
