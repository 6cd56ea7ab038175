using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Why an unfinished run waits.</summary>
/// <param name="State">Where the run is.</param>
/// <param name="Blockers">In the order in which they will be met; empty when it has ended.</param>
/// <param name="Position">Its place in the ready line, from 1; null when it is in none, or beyond 1,000.</param>
/// <param name="ExpectedStart">Not before this; null when unknown.</param>
public sealed record WhyWaiting(RunState State, IReadOnlyList<Blocker> Blockers, int? Position = null, DateTimeOffset? ExpectedStart = null);

/// <summary>One reason why a run does not go on.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="Detail">For people.</param>
/// <param name="Until">When it ends, when that is known.</param>
/// <param name="HeldBy">Runs or nodes that stand in the way.</param>
public sealed record Blocker(BlockerKind Kind, string Detail, DateTimeOffset? Until, IReadOnlyList<string> HeldBy);

/// <summary>What a run waits for.</summary>
[JsonConverter(typeof(WordConverter<BlockerKind>))]
public enum BlockerKind
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>Its time has not come.</summary>
    NotDue = 0,

    /// <summary>Its job is paused.</summary>
    Paused,

    /// <summary>An earlier run of its schedule.</summary>
    Overlap,

    /// <summary>The job's limit.</summary>
    Concurrency,

    /// <summary>The limit of a group of jobs.</summary>
    Group,

    /// <summary>Older or more important runs.</summary>
    Backlog,

    /// <summary>The delay after a failure.</summary>
    RetryDelay,

    /// <summary>The attempt that is running.</summary>
    Lease,
}
