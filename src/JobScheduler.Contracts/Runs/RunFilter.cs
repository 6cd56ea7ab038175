using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>Selects runs for a list: all given conditions must hold.</summary>
public sealed record RunFilter : RunConditions
{
    /// <summary>Ended at or after this time.</summary>
    public DateTimeOffset? EndedFrom { get; init; }

    /// <summary>Ended before this time.</summary>
    public DateTimeOffset? EndedTo { get; init; }
}

/// <summary>
/// Which unfinished runs to cancel. At least one condition, or all: nobody should end everything because a filter was forgotten.
/// </summary>
public sealed record RunCancellation : RunConditions
{
    /// <summary>Takes all unfinished runs, if there is no condition.</summary>
    public bool All { get; init; }

    /// <summary>Changes nothing, and answers 200 with how many there are.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Conditions that select runs: all given ones must hold.</summary>
public abstract record RunConditions
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
