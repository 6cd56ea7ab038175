namespace JobScheduler.Client;

/// <summary>Work on many records that goes on after its request was answered, and survives a crash of the server.</summary>
/// <param name="Id">For <see cref="OperationsClient.GetAsync"/>.</param>
/// <param name="Kind">What it does: <c>redrive</c>, <c>purge</c>, <c>cancel</c>, <c>backfill</c>.</param>
/// <param name="State">Where it is.</param>
/// <param name="Done">Records dealt with.</param>
/// <param name="Total">Of so many; null while that is not known.</param>
/// <param name="Error">Why it failed.</param>
public sealed record Operation(string Id, string Kind, OperationState State, int Done, int? Total, string? Error);
