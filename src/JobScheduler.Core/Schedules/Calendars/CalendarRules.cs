
namespace JobScheduler.Schedules.Calendars;

/// <summary>The rules of a calendar. Its shape has been checked before; this is meaning and bounds. Pure.</summary>
public static class CalendarRules
{
    public const int MostDates = 2_000;
    public const int MostRanges = 500;

    /// <summary>Earlier days play no part in any schedule; the latest year is that of <see cref="DateOnly"/>, 9999.</summary>
    public static readonly DateOnly Earliest = new(1970, 1, 1);

    private const int DaysOfWeek = 7;

    /// <summary>Adds everything that is wrong with a calendar, by field paths (<c>dates[3]</c>, <c>ranges[0].to</c>).</summary>
    public static void Check(CalendarDefinition definition, ErrorList errors)
    {
        MemberBounds.Check(definition, "", errors);
        CheckDates(definition.Dates, errors);
        CheckRanges(definition.Ranges, errors);
        for (var i = 0; i < definition.Weekdays.Count; i++)
        {
            if (!Enum.IsDefined(definition.Weekdays[i]))
            {
                errors.Add($"weekdays[{i}]", "is not a day of the week");
            }
        }

        if (definition.TimeZone is { } zone)
        {
            ScheduleRules.CheckTimeZone(zone, "timeZone", errors);
        }

        if (definition.Kind == CalendarKind.Exclude && definition.Weekdays.Distinct().Count() == DaysOfWeek)
        {
            errors.Add("weekdays", "excludes all seven days, and so every day", "kind", "weekdays");
        }

        if (definition.Kind == CalendarKind.Include && definition.Dates.Count + definition.Ranges.Count + definition.Weekdays.Count == 0)
        {
            errors.Add("kind", "include without days excludes every day: give dates, ranges or weekdays", "dates", "ranges", "weekdays");
        }
    }

    /// <summary>The same days, sorted and without duplicates, so that equal calendars are written equally.</summary>
    public static CalendarDefinition Sorted(CalendarDefinition definition) => definition with
    {
        Dates = [.. definition.Dates.Distinct().Order()],
        Ranges = [.. definition.Ranges.Distinct().OrderBy(range => range.From).ThenBy(range => range.To)],
        Weekdays = [.. definition.Weekdays.Distinct().OrderBy(day => ((int)day + DaysOfWeek - 1) % DaysOfWeek)],
    };

    private static void CheckDates(IReadOnlyList<DateOnly> dates, ErrorList errors)
    {
        if (dates.Count > MostDates)
        {
            errors.Add("dates", $"has {dates.Count} dates; at most {MostDates} are allowed; write consecutive ones as ranges");
        }

        for (var i = 0; i < dates.Count; i++)
        {
            CheckYear(dates[i], $"dates[{i}]", errors);
        }
    }

    private static void CheckRanges(IReadOnlyList<DateRange> ranges, ErrorList errors)
    {
        if (ranges.Count > MostRanges)
        {
            errors.Add("ranges", $"has {ranges.Count} ranges; at most {MostRanges} are allowed");
        }

        for (var i = 0; i < ranges.Count; i++)
        {
            CheckYear(ranges[i].From, $"ranges[{i}].from", errors);
            CheckYear(ranges[i].To, $"ranges[{i}].to", errors);
            if (ranges[i].To < ranges[i].From)
            {
                errors.Add($"ranges[{i}].to", "is before from; a range includes both days", $"ranges[{i}].from");
            }
        }
    }

    private static void CheckYear(DateOnly date, string path, ErrorList errors)
    {
        if (date < Earliest)
        {
            errors.Add(path, "must be in the years 1970 to 9999");
        }
    }
}
