using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Selects runs: all given conditions must hold; {} selects all.</summary>
public sealed record RunFilter
{
    /// <summary>The job's id.</summary>
    [JsonPropertyName("job")]
    public string? JobId { get; init; }

    /// <summary>The schedule's id.</summary>
    [JsonPropertyName("schedule")]
    public string? ScheduleId { get; init; }

    /// <summary>The batch's id.</summary>
    [JsonPropertyName("batch")]
    public string? BatchId { get; init; }

    /// <summary>In any of these states.</summary>
    [JsonPropertyName("state")]
    public IReadOnlyList<RunState>? States { get; init; }

    /// <summary>Labels as key:value; a run must have all of them.</summary>
    [JsonPropertyName("label")]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>Due at or after this time.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Due before this time.</summary>
    public DateTimeOffset? To { get; init; }
}
