using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Which runs; all given conditions must hold, and {} means all.</summary>
public sealed record RunFilter
{
    /// <summary>The id of a job.</summary>
    [JsonPropertyName("job")]
    public string? JobId { get; init; }

    /// <summary>The id of a schedule.</summary>
    [JsonPropertyName("schedule")]
    public string? ScheduleId { get; init; }

    /// <summary>The id of a batch.</summary>
    [JsonPropertyName("batch")]
    public string? BatchId { get; init; }

    /// <summary>In any of these states.</summary>
    [JsonPropertyName("state")]
    public IReadOnlyList<RunState>? States { get; init; }

    /// <summary>Labels as key:value; all must be there.</summary>
    [JsonPropertyName("label")]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Due at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Due before.</summary>
    public DateTimeOffset? To { get; init; }
}
