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

    /// <summary>The dates and ranges (of three days or more in a row); the other members are as in a new definition.</summary>
    /// <param name="text">At most 256 KiB.</param>
    /// <param name="today">Around when.</param>
    /// <param name="errors">Says, at <see cref="MalformedException.Body"/>, why there is none.</param>
    /// <returns>Null: there are errors.</returns>
    public static CalendarDefinition? Read(string text, DateOnly today, ErrorList errors)
    {
        if (text.Length > BodyLimits.Usual || Encoding.UTF8.GetByteCount(text) > BodyLimits.Usual)
        {
            errors.AddShape(MalformedException.Body, $"is larger than {BodyLimits.Usual / 1024} KiB; leave out past years");
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
            // The library's exceptions for wrong texts are of many kinds and documented nowhere; their messages quote whole lines.
            errors.AddShape(MalformedException.Body, "is not an iCalendar text that can be read: from BEGIN:VCALENDAR to END:VCALENDAR, with a VEVENT for each day or period");
        }

        return null;
    }

    private static void Collect(string text, DaySet days)
    {
        var calendars = CalendarCollection.Load(ICalendarLines.WithoutZones(text));
        if (calendars.Count == 0)
        {
            throw new ImportException("is not an iCalendar text: it must begin with BEGIN:VCALENDAR");
        }

        var events = calendars.SelectMany(calendar => calendar.Events).ToList();
        if (events.Count == 0)
        {
            throw new ImportException("has no VEVENT: each day or period is one");
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
                throw new ImportException(string.Create(CultureInfo.InvariantCulture, $"event {i + 1} ({MemberName.Shown(events[i].Summary ?? "no summary")}) {refusal.Message}"));
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
