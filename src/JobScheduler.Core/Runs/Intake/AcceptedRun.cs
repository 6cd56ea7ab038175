namespace JobScheduler.Runs;

/// <summary>An accepted run.</summary>
/// <param name="Run">The run.</param>
/// <param name="Replayed">True: it was accepted before under the same idempotency key.</param>
public sealed record AcceptedRun(RunRecord Run, bool Replayed);

/// <summary>The outcome of one item of a bulk submission: one of the two is set.</summary>
public sealed record IntakeOutcome(AcceptedRun? Accepted, RefusalException? Refusal);
