using System.ComponentModel;
using JobScheduler.Schedules.Calendars;

namespace JobScheduler.Api.Contracts;

[Description("A named set of days, shared by schedules. Members that the server sets are ignored in requests, so what was read can be written back.")]
public sealed record CalendarContract
{
    [Description("In a request the same as in the path.")]
    public string? Id { get; init; }

    [Description("exclude: its days are not allowed. include: only its days are. Default exclude.")]
    public CalendarKind Kind { get; init; }

    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    public IReadOnlyList<Weekday> Weekdays { get; init; } = [];

    public IReadOnlyList<DateRangeContract> Ranges { get; init; } = [];

    [Description("Where its days begin and end: an IANA or Windows id. Null: in the zone of the schedule that uses it.")]
    public string? TimeZone { get; init; }

    [ReadOnly(true)]
    public string? CreatedBy { get; init; }

    [ReadOnly(true)]
    public DateTimeOffset CreatedAt { get; init; }

    [ReadOnly(true)]
    public DateTimeOffset UpdatedAt { get; init; }

    public static CalendarContract Of(Calendar calendar) => new()
    {
        Id = calendar.Id,
        Kind = calendar.Definition.Kind,
        Dates = calendar.Definition.Dates,
        Weekdays = [.. calendar.Definition.Weekdays.Select(WeekdayOf)],
        Ranges = [.. calendar.Definition.Ranges.Select(range => new DateRangeContract(range.From, range.To))],
        TimeZone = calendar.Definition.TimeZone,
        CreatedBy = calendar.CreatedBy,
        CreatedAt = calendar.CreatedAt,
        UpdatedAt = calendar.UpdatedAt,
    };

    // Ours begin on Monday, as ISO 8601 does; those of .NET on Sunday.
    private static Weekday WeekdayOf(DayOfWeek day) => (Weekday)(((int)day + 6) % 7);
}
