using System.Globalization;
using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using JobScheduler.Api.Http;

namespace JobScheduler.Api.Calendars;

/// <summary>
/// Reads the days of an iCalendar text (RFC 5545), such as a feed of public holidays, into a calendar. Pure: of the text and today.
/// </summary>
/// <remarks>
/// Every day that an event touches counts, from a year before today to ten years after it; recurring events are repeated so far. An
/// all-day event ends before its DTEND; one with times touches the days from its start to its end on its own wall clock, whatever the
/// zone, and an end at midnight does not touch the day that begins then. EXDATE, RDATE, changed (RECURRENCE-ID) and canceled events are
/// obeyed, by their dates. A calendar holds days, so a rule that is finer than a day is refused; so is what would take long to repeat.
/// </remarks>
public static class ICalendarReader
{
    private const int YearsBack = 1;
    private const int YearsAhead = 10;

    /// <summary>The dates and ranges (of three days or more in a row); the other members have their defaults.</summary>
    /// <param name="text">At most 256 KiB.</param>
    /// <param name="today">The day the window is based on.</param>
    /// <param name="errors">Receives, at <see cref="MalformedException.Body"/>, the reason for a failure.</param>
    /// <returns>Null: there are errors.</returns>
    public static CalendarDefinition? Read(string text, DateOnly today, ErrorList errors)
    {
        if (text.Length > BodyLimits.Usual || Encoding.UTF8.GetByteCount(text) > BodyLimits.Usual)
        {
            errors.AddShape(MalformedException.Body, $"is larger than {BodyLimits.Usual / 1024} KiB; omit past years");
            return null;
        }

        try
        {
            var days = new DaySet(Year(today, -YearsBack), Year(today, YearsAhead));
            Collect(text, days);
            return days.ToDefinition();
        }
        catch (ImportException refusal)
        {
            errors.AddShape(MalformedException.Body, refusal.Message);
        }
        catch (Exception)
        {
            // The library's exceptions for invalid texts are varied and undocumented, and their messages quote whole lines.
            errors.AddShape(
                MalformedException.Body,
                "is not a valid iCalendar text: from BEGIN:VCALENDAR to END:VCALENDAR, with a VEVENT for each day or period");
        }

        return null;
    }

    private static void Collect(string text, DaySet days)
    {
        var calendars = CalendarCollection.Load(ICalendarLines.WithoutZones(text));
        if (calendars.Count == 0)
        {
            throw new ImportException("is not an iCalendar text: it must start with BEGIN:VCALENDAR");
        }

        var events = calendars.SelectMany(calendar => calendar.Events).ToList();
        if (events.Count == 0)
        {
            throw new ImportException("has no VEVENT; there must be one for each day or period");
        }

        var changed = events.Where(item => item.RecurrenceIdentifier is not null)
            .Select(item => (item.Uid, item.RecurrenceIdentifier!.StartTime.Date)).ToHashSet();
        var work = new ImportBudget();
        for (var i = 0; i < events.Count; i++)
        {
            try
            {
                Add(events[i], days, changed, work);
            }
            catch (ImportException refusal)
            {
                var summary = MemberName.Shown(events[i].Summary ?? "no summary");
                throw new ImportException(string.Create(CultureInfo.InvariantCulture, $"event {i + 1} ({summary}) {refusal.Message}"));
            }
        }

        if (days.IsEmpty)
        {
            throw new ImportException($"has no event from {days.First:yyyy-MM-dd} to {days.Last:yyyy-MM-dd}");
        }
    }

    private static void Add(CalendarEvent item, DaySet days, HashSet<(string? Uid, DateOnly Day)> changed, ImportBudget work)
    {
        if (EventStatus.Cancelled.Equals(item.Status, EventStatus.Comparison))
        {
            return;
        }

        var length = EventDays.LengthOf(item);
        foreach (var start in EventDays.StartsOf(item, days.Last, work))
        {
            if (item.RecurrenceIdentifier is not null || !changed.Contains((item.Uid, start)))
            {
                work.Spend(days.Add(start, length) + 1);
            }
        }
    }

    private static DateOnly Year(DateOnly today, int years) =>
        today.Year + years > DateOnly.MaxValue.Year ? DateOnly.MaxValue : today.AddYears(years);
}

/// <summary>Content lines of an iCalendar text.</summary>
internal static class ICalendarLines
{
    private const string ZoneParameter = ";TZID=";
    private static readonly string[] Times = ["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID"];

    /// <summary>
    /// The text with unfolded lines and times without zones. Days count on the wall clock of their event, and names of zones that only
    /// their program knows ("Customized Time Zone") must not prevent an import.
    /// </summary>
    public static string WithoutZones(string text)
    {
        var unfolded =
            text.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal);
        return string.Join("\r\n", unfolded.Split('\n').Select(WithoutZone));
    }

    private static string WithoutZone(string line)
    {
        if (!Array.Exists(Times, name => line.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
        {
            return line;
        }

        var start = line.IndexOf(ZoneParameter, StringComparison.OrdinalIgnoreCase);
        if (start < 0)
        {
            return line;
        }

        var value = start + ZoneParameter.Length;
        var end = value < line.Length && line[value] == '"' ? line.IndexOf('"', value + 1) + 1 : line.IndexOfAny([';', ':'], value);
        return end <= 0 ? line : line.Remove(start, end - start);
    }
}

/// <summary>
/// Bounds the work of an import: occurrences, days and steps of rules, each a few microseconds at most. A century of holidays needs a
/// hundredth of it.
/// </summary>
internal sealed class ImportBudget
{
    private const long All = 500_000;

    private long _left = All;

    /// <exception cref="ImportException">Nothing is left.</exception>
    public void Spend(long work)
    {
        _left -= work;
        if (_left < 0)
        {
            throw new ImportException("takes too much work to expand: too many rules, or rules with too many occurrences");
        }
    }
}

/// <summary>A text cannot be imported; the message says why.</summary>
internal sealed class ImportException(string message) : Exception(message);
