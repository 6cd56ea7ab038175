using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client;

/// <summary>
/// A definition of work: what to run, with which input and policies. What is null takes the server's default when it is written.
/// The last members are set by the server and ignored in writes, so what was read can be changed with <c>with</c> and written back;
/// top-level members that only a newer server has are kept on the way.
/// </summary>
public sealed record Job
{
    /// <summary><c>[a-z0-9][a-z0-9._-]{0,99}</c>; null lets <see cref="JobsClient.CreateAsync"/> make one.</summary>
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Description { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public required Target Target { get; init; }

    /// <summary>The input of runs that bring none; <see cref="RunInput"/> makes one.</summary>
    public JsonElement? Input { get; init; }

    /// <summary>Default normal.</summary>
    public Priority? Priority { get; init; }

    /// <summary>Default pinned.</summary>
    public Placement? Placement { get; init; }

    public RetryPolicy? Retry { get; init; }

    public Timeouts? Timeouts { get; init; }

    public Concurrency? Concurrency { get; init; }

    /// <summary>How long an ended run is kept. Default 30 days.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Null in a write: as it is.</summary>
    public bool? Paused { get; init; }

    /// <summary>Null when it is not paused. Set by the server.</summary>
    public JobPause? Pause { get; init; }

    /// <summary>Counts from 1; raised by each change of the definition. Set by the server.</summary>
    public int? Version { get; init; }

    /// <summary>Set by the server.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Set by the server.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Set by the server.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Members that this version of the client does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>For <see cref="Precondition.Unchanged"/>; null in lists. It is no member of the JSON.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}
