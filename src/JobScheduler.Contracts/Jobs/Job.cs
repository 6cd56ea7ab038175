using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// A definition of work: what to run, with which input and policies. Members that the server sets are ignored in requests, so a job that
/// was read can be written back.
/// </summary>
/// <remarks>Top-level members that only a newer server knows survive being read and written back.</remarks>
public sealed record Job : JobDefinition
{
    public Job()
    {
    }

    /// <summary>A job with this definition.</summary>
    [SetsRequiredMembers]
    public Job(JobDefinition definition)
        : base(definition)
    {
    }

    /// <summary>In PUT and PATCH the same as in the path, or omitted; in POST generated if omitted.</summary>
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    /// <summary>A paused job accepts runs and holds them. Absent or null in a request: unchanged.</summary>
    [JsonPropertyOrder(1)]
    public bool? Paused { get; init; }

    /// <summary>Null unless it is paused.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public JobPause? Pause { get; init; }

    /// <summary>Counts from 1; rises with each change of the definition, not with a pause.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public int Version { get; init; }

    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public string? CreatedBy { get; init; }

    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>
    /// With include=recent in a list: its last ten runs that have ended, the newest due time first. Null wherever nobody asked for them.
    /// </summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public IReadOnlyList<RecentRun>? Recent { get; init; }

    /// <summary>Members unknown to this version.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>Identifies the state that was read, with its quotes, for If-Match; null in lists. Carried in a header.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}

/// <summary>How a run ended.</summary>
/// <param name="Id">The run.</param>
/// <param name="State">Its state, which is terminal.</param>
public sealed record RecentRun(string Id, RunState State);

/// <summary>Since when, by whom and why a job is paused. Set by pause and resume; ignored in requests.</summary>
/// <param name="At">Since when.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Note">Why, in the words of whoever paused it.</param>
/// <param name="Until">When it resumes automatically; null: never.</param>
public sealed record JobPause(DateTimeOffset At, string By, string? Note = null, DateTimeOffset? Until = null);
