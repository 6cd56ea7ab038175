using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// A manual run of a schedule. An empty body takes everything from the schedule, and what the schedule leaves open from the job.
/// </summary>
public sealed record TriggerRequest
{
    /// <summary>Any JSON; null: the schedule's.</summary>
    public RawJson? Input { get; init; }

    /// <summary>Null: the schedule's.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Added to the job's labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it is due; a time in the past means now. At most one of at and after, and only with overlap: ignore.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Due this long after acceptance.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>
    /// obey: the schedule's overlap rule applies, as it does to a fire; only for a run that is due now. ignore: it runs regardless.
    /// </summary>
    public OverlapChoice Overlap { get; init; } = OverlapChoice.Obey;

    /// <summary>As <see cref="RunRequest.IdempotencyKey"/>. Sent as a header.</summary>
    [JsonIgnore]
    public string? IdempotencyKey { get; init; }
}
