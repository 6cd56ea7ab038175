namespace JobScheduler.Client;

/// <summary>What became of one item of a bulk submission: one of the two is set.</summary>
/// <param name="Run">The accepted run.</param>
/// <param name="Problem">Why the item was refused.</param>
public sealed record BulkOutcome(Run? Run = null, Problem? Problem = null);
