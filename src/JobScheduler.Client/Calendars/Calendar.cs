using System.Text.Json;
using System.Text.Json.Serialization;

namespace JobScheduler.Client;

/// <summary>
/// A named set of days, shared by schedules (<see cref="ScheduleSpec.Calendars"/>), and whether these are the days that are allowed or
/// those that are not. The last members are set by the server and ignored in writes; top-level members that only a newer server has
/// are kept when it is read and written back.
/// </summary>
public sealed record Calendar
{
    /// <summary><c>[a-z0-9][a-z0-9._-]{0,99}</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Default exclude.</summary>
    public CalendarKind? Kind { get; init; }

    public IReadOnlyList<DateOnly>? Dates { get; init; }

    /// <summary>Each week.</summary>
    public IReadOnlyList<DayOfWeek>? Weekdays { get; init; }

    public IReadOnlyList<DateRange>? Ranges { get; init; }

    /// <summary>Where its days begin and end, an IANA or Windows id. Default: the zone of the schedule that uses it.</summary>
    public string? TimeZone { get; init; }

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
