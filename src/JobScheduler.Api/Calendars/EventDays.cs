using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;

namespace JobScheduler.Api.Calendars;

/// <summary>The days on which the occurrences of an iCalendar event begin, and how many days each touches.</summary>
internal static class EventDays
{
    private const int EarliestYear = 1900;
    private const int DaysPerWeek = 7;
    private const int DaysPerMonth = 30;
    private const int DaysPerYear = 365;

    /// <summary>How much more a step of a rule with BY parts costs than one without, at most.</summary>
    private const int PartsFactor = 10;

    public static int LengthOf(CalendarEvent item)
    {
        var start = StartOf(item);
        if (item.DtEnd is { } end)
        {
            return Length(start, end.Value);
        }

        return item.Duration is { } duration ? Length(start, start.Value + duration.ToTimeSpanUnspecified()) : 1;
    }

    /// <summary>The first days of all occurrences up to the given day, in no particular order.</summary>
    /// <exception cref="ImportException">The rule is finer than a day, or takes too much work.</exception>
    public static IEnumerable<DateOnly> StartsOf(CalendarEvent item, DateOnly last, ImportBudget work)
    {
        var start = StartOf(item).Date;
        var removed = item.ExceptionDates.GetAllDates().Select(date => date.Date).ToHashSet();
        var added = item.RecurrenceDates.GetAllDates()
            .Concat(item.RecurrenceDates.GetAllPeriods().Select(period => period.StartTime))
            .Select(date => date.Date);
        var repeated = item.RecurrenceRule is { } rule ? Repeat(item, rule, start, last, work) : [start];
        return repeated.Concat(added).Where(day => !removed.Contains(day));
    }

    private static CalDateTime StartOf(CalendarEvent item) => item.DtStart ?? throw new ImportException("has no DTSTART");

    private static int Length(CalDateTime start, DateTime end)
    {
        var last = DateOnly.FromDateTime(end);
        if (last > start.Date && TimeOnly.FromDateTime(end) == TimeOnly.MinValue)
        {
            last = last.AddDays(-1);
        }

        return Math.Max(1, last.DayNumber - start.Date.DayNumber + 1);
    }

    private static IEnumerable<DateOnly> Repeat(CalendarEvent item, RecurrenceRule rule, DateOnly start, DateOnly last, ImportBudget work)
    {
        Check(item, rule, start);
        if (start > last)
        {
            return [];
        }

        work.Spend(CostOf(rule, last.DayNumber - start.DayNumber));

        // Whole days only, and always with an end, so that no rule keeps searching until the year 9999.
        var bounded = new RecurrenceRule();
        bounded.CopyFrom(rule);
        bounded.Count = null;
        bounded.Until = new CalDateTime(rule.Until?.Date is { } until && until < last ? until : last);
        var days = new CalendarEvent { Start = new CalDateTime(start), RecurrenceRule = bounded };
        return days.GetOccurrences(null, new EvaluationOptions()).Take(rule.Count ?? int.MaxValue).Select(occurrence =>
        {
            work.Spend(1);
            return occurrence.Period.StartTime.Date;
        });
    }

    private static void Check(CalendarEvent item, RecurrenceRule rule, DateOnly start)
    {
        if (rule.Frequency is FrequencyType.Secondly or FrequencyType.Minutely or FrequencyType.Hourly
            || rule.ByHour.Count + rule.ByMinute.Count + rule.BySecond.Count > 0)
        {
            throw new ImportException(
                "repeats within a day (FREQ=HOURLY and finer, BYHOUR, BYMINUTE, BYSECOND); a calendar holds whole days");
        }

        if (item.Properties.Any(property => property.Name.Equals("EXRULE", StringComparison.OrdinalIgnoreCase))
            || item.Properties.Count(property => property.Name.Equals("RRULE", StringComparison.OrdinalIgnoreCase)) > 1)
        {
            throw new ImportException("has EXRULE or a second RRULE; use one RRULE, and EXDATE for exceptions");
        }

        if (start.Year < EarliestYear)
        {
            throw new ImportException($"starts repeating before {EarliestYear}; start it later");
        }
    }

    private static long CostOf(RecurrenceRule rule, int days)
    {
        var step = rule.Frequency switch
        {
            FrequencyType.Daily => 1,
            FrequencyType.Weekly => DaysPerWeek,
            FrequencyType.Monthly => DaysPerMonth,
            _ => DaysPerYear,
        };
        var parts = rule.ByDay.Count + rule.ByMonth.Count + rule.ByMonthDay.Count
            + rule.ByWeekNo.Count + rule.ByYearDay.Count + rule.BySetPosition.Count;
        return (days / step / Math.Max(1, rule.Interval) + 1L) * (parts == 0 ? 1 : PartsFactor + parts);
    }
}
