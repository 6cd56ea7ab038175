using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client;

/// <summary>What a run of a schedule that is asked for by hand has of its own. Null takes the schedule's value, then the job's.</summary>
public sealed record TriggerRequest
{
    /// <summary><see cref="RunInput"/> makes one.</summary>
    public JsonElement? Input { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>Added to the job's.</summary>
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>When it is due; in the past means now. At most one of this and <see cref="After"/>; default now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Due this long after acceptance.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Whether the schedule's overlap rule decides over it, as over a fire. Default obey.</summary>
    public OverlapChoice? Overlap { get; init; }

    /// <summary>As <see cref="RunRequest.IdempotencyKey"/>; null lets the client make one. It is no member of the JSON.</summary>
    [JsonIgnore]
    public string? IdempotencyKey { get; init; }
}
