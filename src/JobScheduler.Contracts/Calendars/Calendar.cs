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

/// <summary>A set of days, and whether fires are allowed only on these days or only on all others.</summary>
public record CalendarDefinition
{
    /// <summary>exclude: its days are not allowed. include: only its days are allowed.</summary>
    public CalendarKind Kind { get; init; } = CalendarKind.Exclude;

    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    /// <summary>Days of every week.</summary>
    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    public IReadOnlyList<DateRange> Ranges { get; init; } = [];

    /// <summary>The time zone in which its days begin and end: an IANA or Windows id. Null: that of the schedule that uses it.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The definition alone, without the other members of a <see cref="Calendar"/>.</summary>
    public CalendarDefinition ToDefinition() => new(this);
}

/// <summary>What the days of a calendar mean.</summary>
[JsonConverter(typeof(WordConverter<CalendarKind>))]
public enum CalendarKind
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>Its days are not allowed.</summary>
    Exclude = 0,

    /// <summary>Only its days are allowed.</summary>
    Include,
}

/// <summary>Days from the first to the last, both included.</summary>
public sealed record DateRange(DateOnly From, DateOnly To);
