using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client;

/// <summary>
/// When a job runs by itself: spec, policy, and where it stands. What is null takes the server's default when it is written. The last
/// members are set by the server and ignored in writes, so what was read can be changed with <c>with</c> and written back; top-level
/// members that only a newer server has are kept on the way.
/// </summary>
public sealed record Schedule
{
    /// <summary><c>[a-z0-9][a-z0-9._-]{0,99}</c>, unique within its job; null lets <see cref="SchedulesClient.CreateAsync"/> make one.</summary>
    public string? Id { get; init; }

    public required ScheduleSpec Spec { get; init; }

    public SchedulePolicy? Policy { get; init; }

    /// <summary>The input of its runs; <see cref="RunInput"/> makes one. Default: the job's.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Default: the job's.</summary>
    public Priority? Priority { get; init; }

    /// <summary>A paused schedule does not fire; what would have fired meanwhile is not missed. Null in a write: as it is.</summary>
    public bool? Paused { get; init; }

    /// <summary>Why it is paused, in somebody's words. Counts in a write with <see cref="Paused"/> true; null leaves the one that is there.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// When it resumes by itself; null: never. Counts in a write with <see cref="Paused"/> true; null leaves the time that is there.
    /// </summary>
    public DateTimeOffset? ResumeAt { get; init; }

    /// <summary>Whose it is; in writes the path says it. Set by the server.</summary>
    public string? JobId { get; init; }

    /// <summary>The next nominal time; null when it is paused, has ended, or waits for the end of a run. Set by the server.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>The nominal time of its latest run; null: it has made none. Set by the server.</summary>
    public DateTimeOffset? LastFireAt { get; init; }

    /// <summary>Runs it has made; what <see cref="ScheduleSpec.MaxRuns"/> counts. Set by the server.</summary>
    public int? Runs { get; init; }

    /// <summary>Set by the server.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Set by the server.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Set by the server.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Members that this version of the client does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>
    /// For <see cref="Precondition.Unchanged"/>; changes with the definition and the pause, not with fires. Null in lists. It is no
    /// member of the JSON.
    /// </summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}
