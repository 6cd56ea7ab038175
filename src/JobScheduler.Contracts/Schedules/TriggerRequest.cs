using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// A run of a schedule by hand. An empty body takes everything from the schedule, and what it leaves open from the job.
/// </summary>
public sealed record TriggerRequest
{
    /// <summary>Any JSON; null takes the schedule's.</summary>
    public RawJson? Input { get; init; }

    /// <summary>Null takes the schedule's.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Added to the job's.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it is due; in the past means now. At most one of at and after, with overlap: ignore.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Due this long after acceptance.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>
    /// obey: the schedule's overlap rule decides over it, as over a fire; only for a run now. ignore: it runs regardless.
    /// </summary>
    public OverlapChoice Overlap { get; init; } = OverlapChoice.Obey;

    /// <summary>As <see cref="RunRequest.IdempotencyKey"/>. It travels in a header.</summary>
    [JsonIgnore]
    public string? IdempotencyKey { get; init; }
}
