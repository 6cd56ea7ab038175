namespace JobScheduler.Runs;

/// <summary>What a run waits for.</summary>
public enum BlockerKind
{
    NotDue,
    Paused,
    Overlap,
    Concurrency,
    Group,
    Backlog,
    RetryDelay,
    Lease,
}

/// <summary>One reason why a run does not go on.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Detail">For people.</param>
/// <param name="Until">When it ends, when that is known.</param>
/// <param name="HeldBy">Runs or nodes that stand in the way.</param>
public sealed record Blocker(BlockerKind Kind, string Detail, DateTimeOffset? Until, IReadOnlyList<string> HeldBy);

/// <summary>Why an unfinished run waits: its blockers in the order in which they will be met.</summary>
/// <param name="State">Where the run is.</param>
/// <param name="Blockers">Empty when it has ended.</param>
/// <param name="Position">Its place in the ready line, from 1; null when it is in none, or beyond 1,000.</param>
/// <param name="ExpectedStart">Not before this; null when unknown.</param>
public sealed record WhyWaiting(RunState State, IReadOnlyList<Blocker> Blockers, int? Position, DateTimeOffset? ExpectedStart);
