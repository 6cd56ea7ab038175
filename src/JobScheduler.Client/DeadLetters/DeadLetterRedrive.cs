using System.Text.Json.Serialization;

namespace JobScheduler.Client;

/// <summary>Which dead letters to run again, and how carefully. Nothing given means all, at most 1,000.</summary>
public sealed record DeadLetterRedrive
{
    [JsonPropertyName("job")]
    public string? JobId { get; init; }

    /// <summary>The id of a cause.</summary>
    public string? Cause { get; init; }

    /// <summary>Dead at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Dead before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, 1 to 100,000. Default 1,000.</summary>
    public int? Max { get; init; }

    /// <summary>Such as <c>50/s</c>, <c>300/m</c> or <c>1000/h</c>; null: as fast as they are accepted.</summary>
    public string? Rate { get; init; }

    /// <summary>So many first; the rest only when all of them succeeded. Default none.</summary>
    public int? Canary { get; init; }
}
