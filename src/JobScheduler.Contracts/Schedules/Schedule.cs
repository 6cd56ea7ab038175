using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// When a job runs by itself. Members that the server sets are ignored in requests, so what was read can be written back.
/// </summary>
/// <remarks>Top-level members that only a newer server has are kept when it is read and written back.</remarks>
public sealed record Schedule : ScheduleDefinition
{
    public Schedule()
    {
    }

    /// <summary>A schedule of this definition.</summary>
    [SetsRequiredMembers]
    public Schedule(ScheduleDefinition definition)
        : base(definition)
    {
    }

    /// <summary>Unique within its job. In PUT and PATCH the same as in the path; in POST made up when none is given.</summary>
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    /// <summary>Whose it is; in writes the path says it.</summary>
    [JsonPropertyOrder(-1)]
    [ReadOnly(true)]
    public string? JobId { get; init; }

    /// <summary>
    /// A paused schedule does not fire, and what would have fired meanwhile is not made up for. Absent or null in a request: as it is.
    /// </summary>
    [JsonPropertyOrder(1)]
    public bool? Paused { get; init; }

    /// <summary>Why it is paused. Counts in a request only with paused: true; null leaves the one that is there.</summary>
    [JsonPropertyOrder(1)]
    [TextLength(JobDefinition.LongestDescription, lines: true)]
    public string? Note { get; init; }

    /// <summary>When it resumes by itself. Counts in a request only with paused: true; null leaves the time that is there.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset? ResumeAt { get; init; }

    /// <summary>The next nominal time; null when it is paused or has ended, or waits for the end of a run.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>The nominal time of its latest run.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset? LastFireAt { get; init; }

    /// <summary>Runs it has made: what maxRuns counts.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public int Runs { get; init; }

    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public string? CreatedBy { get; init; }

    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Members that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>
    /// The state that was read, with its quotes, for If-Match; changes with the definition and the pause, not with fires. Null in lists.
    /// It travels in a header.
    /// </summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}
