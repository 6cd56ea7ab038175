using System.Globalization;
using JobScheduler.Api.Calendars.Import;
using JobScheduler.Api.Http;
using NodaTime;

namespace JobScheduler.Api.Calendars;

/// <summary>
/// Reads the days of an iCalendar text (RFC 5545), such as a feed of public holidays, into a calendar. Pure: of the text and today.
/// </summary>
/// <remarks>
/// Every day that an event touches counts, from a year before today to ten years after it; recurring events are repeated so far. Days are
/// those of the event's own zone, that of its DTSTART, and times in other zones are compared as instants. An end is not part of an event.
/// EXDATE, RDATE, changed (RECURRENCE-ID) and canceled events are obeyed. A calendar holds days, so a rule that is finer than a day is
/// refused; so is what would take long to repeat, what changes all later occurrences at once (RANGE), and what depends on a zone that
/// nobody knows.
/// </remarks>
public static class ICalendarReader
{
    private const int YearsBack = 1;
    private const int YearsAhead = 10;
    private const int EarliestRepetition = 1900;

    /// <summary>The dates and ranges (of three days or more in a row); the other members have their defaults.</summary>
    /// <param name="text">UTF-8, at most 256 KiB.</param>
    /// <param name="today">The day the window is based on.</param>
    /// <param name="errors">Receives, at <see cref="MalformedException.Body"/>, the reason for a failure.</param>
    /// <returns>Null: there are errors.</returns>
    public static CalendarDefinition? Read(ReadOnlySpan<byte> text, DateOnly today, ErrorList errors)
    {
        if (text.Length > BodyLimits.Usual)
        {
            errors.AddShape(MalformedException.Body, $"is larger than {BodyLimits.Usual / 1024} KiB; omit past years");
            return null;
        }

        try
        {
            var days = new DaySet(Year(today, -YearsBack), Year(today, YearsAhead));
            Collect(Component.Read(text), days);
            return days.ToDefinition();
        }
        catch (ImportException refusal)
        {
            errors.AddShape(MalformedException.Body, refusal.Message);
            return null;
        }
    }

    private static void Collect(List<Component> calendars, DaySet days)
    {
        var events = calendars.SelectMany(calendar => calendar.Children).Where(child => child.Name == "VEVENT").ToList();
        if (events.Count == 0)
        {
            throw new ImportException("has no VEVENT; there must be one for each day or period");
        }

        var work = new ImportBudget();
        var zones = new ZoneBook(calendars, LocalDate.FromDateOnly(days.Last), work);

        // There may be as many changes as events to which each applies.
        var changed = events.Where(IsChange).ToLookup(
            item => item.Line("UID")?.Value, item => new Lazy<CalendarTime>(() => CalendarTime.Of(item.Line("RECURRENCE-ID")!)));
        for (var i = 0; i < events.Count; i++)
        {
            try
            {
                Add(events[i], IsChange(events[i]) ? [] : changed[events[i].Line("UID")?.Value], days, zones, work);
            }
            catch (ImportException refusal)
            {
                var summary = MemberName.Shown(events[i].All("SUMMARY") is [var line, ..] ? line.Value : "no summary");
                throw new ImportException(string.Create(CultureInfo.InvariantCulture, $"event {i + 1} ({summary}) {refusal.Message}"));
            }
        }

        if (days.IsEmpty)
        {
            throw new ImportException($"has no event from {days.First:yyyy-MM-dd} to {days.Last:yyyy-MM-dd}");
        }
    }

    private static bool IsChange(Component item) => item.All("RECURRENCE-ID").Count > 0;

    private static void Add(Component item, IEnumerable<Lazy<CalendarTime>> changes, DaySet days, ZoneBook zones, ImportBudget work)
    {
        if (item.Line("RECURRENCE-ID")?.Parameter("RANGE") is { } range)
        {
            throw new ImportException(
                $"changes all following occurrences (RANGE={MemberName.Shown(range)}); end the rule before them by UNTIL, and give them an "
                + "event of their own");
        }

        if (item.Line("STATUS")?.Value.Equals("CANCELLED", StringComparison.OrdinalIgnoreCase) == true)
        {
            return;
        }

        var start = CalendarTime.Of(item.Line("DTSTART") ?? throw new ImportException("has no DTSTART"));
        if (item.All("RRULE").Count > 0 && start.Local.Year < EarliestRepetition)
        {
            throw new ImportException($"starts repeating before {EarliestRepetition}; start it later");
        }

        var clock = new EventClock(start, zones);
        var excluded = ExcludedFrom(item, changes, clock, work);
        var (first, last) = (LocalDate.FromDateOnly(days.First), LocalDate.FromDateOnly(days.Last));
        var times = new EventTimes(item, start, clock, EventLength.Of(item, start, clock)).Between(first, last, work);
        foreach (var (at, written, length) in times)
        {
            var (begin, end) = (clock.Wall(at).Date, length.LastDay(at, written, clock));
            if (begin <= last && end >= first && !excluded.Contain(at))
            {
                begin = LocalDate.Max(begin, first);
                work.Spend(days.Add(begin.ToDateOnly(), Period.DaysBetween(begin, LocalDate.Min(end, last)) + 1));
            }

            work.Spend(1);
        }
    }

    private static Exclusions ExcludedFrom(Component item, IEnumerable<Lazy<CalendarTime>> changes, EventClock clock, ImportBudget work)
    {
        var excluded = new Exclusions(clock, work);
        foreach (var line in item.All("EXDATE"))
        {
            foreach (var value in line.Values)
            {
                excluded.Add(CalendarTime.Of(line, value));
            }
        }

        foreach (var change in changes)
        {
            excluded.Add(change.Value);
        }

        return excluded;
    }

    private static DateOnly Year(DateOnly today, int years) =>
        today.Year + years > DateOnly.MaxValue.Year ? DateOnly.MaxValue : today.AddYears(years);
}
