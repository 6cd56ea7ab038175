using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// A named set of days, shared by schedules. Members that the server sets are ignored in requests, so a calendar that was read can be
/// written back.
/// </summary>
/// <remarks>Top-level members that only a newer server knows survive being read and written back.</remarks>
public sealed record Calendar : CalendarDefinition
{
    public Calendar()
    {
    }

    /// <summary>A calendar with this definition.</summary>
    [SetsRequiredMembers]
    public Calendar(CalendarDefinition definition)
        : base(definition)
    {
    }

    /// <summary>In a request the same as in the path, or omitted.</summary>
    [JsonPropertyOrder(-1)]
    public string? Id { get; init; }

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
