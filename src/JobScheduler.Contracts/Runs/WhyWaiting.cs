using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Why an unfinished run is waiting.</summary>
/// <param name="State">The run's state.</param>
/// <param name="Blockers">In the order in which the run meets them; empty once it has ended.</param>
/// <param name="Position">
/// Its position, from 1, in its shard's backlog, in the line of a limit or of its target host, or among the runs that an overlap rule
/// holds; null if it is in none of them, or beyond 1,000.
/// </param>
/// <param name="ExpectedStart">It starts no earlier than this; null: unknown.</param>
public sealed record WhyWaiting(
    RunState State, IReadOnlyList<Blocker> Blockers, int? Position = null, DateTimeOffset? ExpectedStart = null);

/// <summary>One reason why a run is not proceeding.</summary>
/// <param name="Kind">What the run waits for.</param>
/// <param name="Detail">Human-readable.</param>
/// <param name="Until">When the wait ends; null: unknown.</param>
/// <param name="HeldBy">The runs or nodes in its way.</param>
public sealed record Blocker(BlockerKind Kind, string Detail, DateTimeOffset? Until, IReadOnlyList<string> HeldBy);

/// <summary>What a run waits for.</summary>
[JsonConverter(typeof(WordConverter<BlockerKind>))]
public enum BlockerKind
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
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

    /// <summary>Older runs, or runs of higher priority.</summary>
    Backlog,

    /// <summary>The delay after a failure.</summary>
    RetryDelay,

    /// <summary>The attempt that is running.</summary>
    Lease,

    /// <summary>The rate of its job, or of its target host.</summary>
    Rate,

    /// <summary>The limit of calls at once to its target host.</summary>
    Host,

    /// <summary>Its target host has asked to be left alone for a while (Retry-After).</summary>
    Held,

    /// <summary>The open circuit of its target host, whose calls failed.</summary>
    Circuit,
}
