namespace JobScheduler.Schedules.Calendars;

/// <summary>A set of days, and whether it is the days that are allowed or those that are not.</summary>
public sealed record CalendarDefinition
{
    public CalendarKind Kind { get; init; }

    public IReadOnlyList<DateOnly> Dates { get; init; } = [];

    public IReadOnlyList<DayOfWeek> Weekdays { get; init; } = [];

    public IReadOnlyList<DateRange> Ranges { get; init; } = [];

    /// <summary>Where its days begin and end; null: in the zone of the schedule that uses it.</summary>
    public string? TimeZone { get; init; }
}

public enum CalendarKind
{
    /// <summary>Its days are not allowed.</summary>
    Exclude,

    /// <summary>Only its days are allowed.</summary>
    Include,
}

/// <summary>Days from the first to the last, both included.</summary>
public sealed record DateRange(DateOnly From, DateOnly To);
