using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// A definition of work: what to run, with which input and policies. Members that the server sets are ignored in requests, so what was
/// read can be written back.
/// </summary>
/// <remarks>Top-level members that only a newer server has are kept when it is read and written back.</remarks>
public sealed record Job : JobDefinition
{
    public Job()
    {
    }

    /// <summary>A job of this definition.</summary>
    [SetsRequiredMembers]
    public Job(JobDefinition definition)
        : base(definition)
    {
    }

    /// <summary>In PUT and PATCH the same as in the path; in POST made up when none is given.</summary>
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    [JsonPropertyOrder(1)]
    public Concurrency Concurrency { get; init; } = new();

    /// <summary>A paused job accepts runs and holds them. Absent or null in a request: as it is.</summary>
    [JsonPropertyOrder(1)]
    public bool? Paused { get; init; }

    /// <summary>Null when it is not paused.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public JobPause? Pause { get; init; }

    /// <summary>Counts from 1; raised by each change of the definition, not by pausing.</summary>
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

    /// <summary>Members that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>The state that was read, with its quotes, for If-Match; null in lists. It travels in a header.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}

/// <summary>Limits of concurrency. Not available in this version: both members must be null.</summary>
public sealed record Concurrency
{
    public int? Max { get; init; }

    /// <summary>A limit shared with other jobs.</summary>
    public string? Group { get; init; }
}

/// <summary>A paused job accepts runs and holds them. Set by pause and resume, ignored in requests.</summary>
/// <param name="At">Since when.</param>
/// <param name="By">Who paused it.</param>
/// <param name="Note">Why, in their words.</param>
/// <param name="Until">When it resumes by itself; null: never.</param>
public sealed record JobPause(DateTimeOffset At, string By, string? Note = null, DateTimeOffset? Until = null);
