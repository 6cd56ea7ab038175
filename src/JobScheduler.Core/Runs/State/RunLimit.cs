using System.Text.Json.Serialization;

namespace JobScheduler.Runs;

/// <summary>
/// A limit that a run has to pass before each attempt, as bound when it was accepted: the value of a key never changes afterwards.
/// </summary>
/// <param name="Gate">The name of its gate among those of the job, or the group.</param>
/// <param name="Kind">What it limits.</param>
/// <param name="OnLimit">What happens to the run while the limit is reached.</param>
/// <param name="Cost">For a rate: how many starts an attempt counts as; null: one.</param>
public sealed record RunLimit(string Gate, LimitKind Kind, OnLimit OnLimit = OnLimit.Queue, int? Cost = null);

/// <summary>What a limit limits.</summary>
[JsonConverter(typeof(WordConverter<LimitKind>))]
public enum LimitKind
{
    /// <summary>A value of a newer version.</summary>
    Unknown = -1,

    /// <summary>How many are under way at once: a run has a slot from its grant to the end of the attempt.</summary>
    Slots = 0,

    /// <summary>How often attempts start.</summary>
    Rate,

    /// <summary>How many are under way at once, over all jobs of a group; the gate is in the shard of the group.</summary>
    Group,
}
