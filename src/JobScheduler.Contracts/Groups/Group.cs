using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// A limit of runs at once that jobs share: those that name it in concurrency.group. Members that the server sets are ignored in requests,
/// so a group that was read can be written back.
/// </summary>
/// <remarks>Top-level members that only a newer server knows survive being read and written back.</remarks>
public sealed record Group : GroupDefinition
{
    public Group()
    {
    }

    /// <summary>A group with this definition.</summary>
    [SetsRequiredMembers]
    public Group(GroupDefinition definition)
        : base(definition)
    {
    }

    /// <summary>In a request the same as in the path, or omitted.</summary>
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

    /// <summary>The runs that have a place now, at most 1,000; null in lists.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public IReadOnlyList<GroupHolder>? Holders { get; init; }

    /// <summary>The first runs that wait for a place, in order, at most 100; null in lists.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public IReadOnlyList<string>? Waiters { get; init; }

    /// <summary>How many runs wait; counting stops at 1,000. Null in lists.</summary>
    [JsonPropertyOrder(1)]
    [ReadOnly(true)]
    public int? Waiting { get; init; }

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

    /// <summary>Identifies the state that was read, with its quotes, for If-Match; null in lists. Carried in a header.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}

/// <summary>The part of a group that its owner defines.</summary>
public record GroupDefinition
{
    public const int Largest = 1000;

    /// <summary>Runs at once, over all jobs of the group.</summary>
    [Range(1, Largest)]
    public required int Max { get; init; }

    /// <summary>The definition alone, without the other members of a <see cref="Group"/>.</summary>
    public GroupDefinition ToDefinition() => new(this);
}

/// <summary>A run that has a place of a group.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Since">Since when.</param>
public sealed record GroupHolder(string RunId, DateTimeOffset Since);
