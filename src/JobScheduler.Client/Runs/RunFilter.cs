using System.Text.Json.Serialization;
using JobScheduler.Client.Json;

namespace JobScheduler.Client;

/// <summary>Which runs; all given conditions must hold, and none means all.</summary>
public sealed record RunFilter
{
    [JsonPropertyName("job")]
    public string? JobId { get; init; }

    [JsonPropertyName("schedule")]
    public string? ScheduleId { get; init; }

    [JsonPropertyName("batch")]
    public string? BatchId { get; init; }

    /// <summary>In any of these states.</summary>
    [JsonPropertyName("state")]
    public IReadOnlyList<RunState>? States { get; init; }

    /// <summary>Labels the run must have.</summary>
    [JsonPropertyName("label")]
    [JsonConverter(typeof(LabelsConverter))]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Due at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Due before.</summary>
    public DateTimeOffset? To { get; init; }
}
