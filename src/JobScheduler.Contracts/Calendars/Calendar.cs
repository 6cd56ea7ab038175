using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// A named set of days, shared by schedules. Members that the server sets are ignored in requests, so what was read can be written back.
/// </summary>
/// <remarks>Top-level members that only a newer server has are kept when it is read and written back.</remarks>
public sealed record Calendar : CalendarDefinition
{
    public Calendar()
    {
    }

    /// <summary>A calendar of these days.</summary>
    [SetsRequiredMembers]
    public Calendar(CalendarDefinition definition)
        : base(definition)
    {
    }

    /// <summary>In a request the same as in the path.</summary>
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

    /// <summary>Members that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; set; }

    /// <summary>The state that was read, with its quotes, for If-Match; null in lists. It travels in a header.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }
}
