using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// When a job runs automatically. Members that the server sets are ignored in requests, so a schedule that was read can be written back.
/// </summary>
/// <remarks>Top-level members that only a newer server knows survive being read and written back.</remarks>
public sealed record Schedule : ScheduleDefinition
{
    public Schedule()
    {
    }

    /// <summary>A schedule with this definition.</summary>
    [SetsRequiredMembers]
    public Schedule(ScheduleDefinition definition)
        : base(definition)
    {
    }

    /// <summary>Unique within its job. In PUT and PATCH the same as in the path, or omitted; in POST generated if omitted.</summary>
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    /// <summary>The job it belongs to; in writes taken from the path.</summary>
    [JsonPropertyOrder(-1)]
    [ReadOnly(true)]
    public string? JobId { get; init; }

    /// <summary>
    /// A paused schedule does not fire, and fires that fall into the pause are not made up for. Absent or null in a request: unchanged.
    /// </summary>
    [JsonPropertyOrder(1)]
    public bool? Paused { get; init; }

    /// <summary>Why it is paused. In a request it counts only with paused: true; null keeps the present note.</summary>
    [JsonPropertyOrder(1)]
    [TextLength(JobDefinition.LongestDescription, lines: true)]
    public string? Note { get; init; }

    /// <summary>When it resumes automatically. In a request it counts only with paused: true; null keeps the present time.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset? ResumeAt { get; init; }

    /// <summary>The next nominal time; null while it is paused or waits for a run to end, and once it has ended.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>The nominal time of its latest run.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset? LastFireAt { get; init; }

    /// <summary>How many runs it has made, which is what maxRuns limits.</summary>
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

    /// <summary>Members unknown to this version.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>
    /// Identifies the state that was read, with its quotes, for If-Match; changes with the definition and the pause, not with fires. Null
    /// in lists. Carried in a header.
    /// </summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}

/// <summary>The part of a schedule that its owner defines.</summary>
public record ScheduleDefinition
{
    public required ScheduleSpec Spec { get; init; }

    public SchedulePolicy Policy { get; init; } = new();

    /// <summary>The input of its runs, any JSON; null: the job's.</summary>
    public RawJson? Input { get; init; }

    /// <summary>The priority of its runs; null: the job's.</summary>
    public Priority? Priority { get; init; }

    /// <summary>The definition alone, without the other members of a <see cref="Schedule"/>.</summary>
    public ScheduleDefinition ToDefinition() => new(this);
}
