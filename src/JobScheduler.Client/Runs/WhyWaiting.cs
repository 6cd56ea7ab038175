namespace JobScheduler.Client;

/// <summary>Why an unfinished run waits.</summary>
/// <param name="State">Where it is.</param>
/// <param name="Blockers">In the order in which they will be met; empty when it has ended.</param>
/// <param name="Position">Its place in the ready line, from 1; null when it is in none, or beyond 1,000.</param>
/// <param name="ExpectedStart">Not before this; null when unknown.</param>
public sealed record WhyWaiting(RunState State, IReadOnlyList<Blocker> Blockers, int? Position, DateTimeOffset? ExpectedStart);
