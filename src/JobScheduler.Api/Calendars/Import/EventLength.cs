using NodaTime;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>
/// How long each occurrence of an event is. RFC 5545, 3.8.5.3: that of DTEND is exact, across changes of the clocks too; days of DURATION
/// are days on the event's clock. An end is not part of the event.
/// </summary>
internal readonly record struct EventLength(CalendarSpan Span)
{
    private const int HoursPerDay = 24;

    public static readonly EventLength None = new(default(CalendarSpan));

    /// <summary>Days after the first that it touches, at most.</summary>
    public int MostDays => Span.Days + (int)Span.Exact.TotalDays + 2;

    /// <exception cref="ImportException">The end cannot be compared with the start.</exception>
    public static EventLength Of(Component item, CalendarTime start, EventClock clock) =>
        item.Line("DTEND") is { } end ? Until(CalendarTime.Of(end), start.Local, clock)
        : item.Line("DURATION") is { } duration ? new EventLength(CalendarSpan.Parse(duration.Value, duration.Name))
        : start.IsDate ? new EventLength(new CalendarSpan(1, NodaTime.Duration.Zero))
        : None;

    /// <summary>From a start on the event's clock to an end.</summary>
    /// <exception cref="ImportException">The end cannot be compared with the start.</exception>
    public static EventLength Until(CalendarTime end, LocalDateTime start, EventClock clock)
    {
        var length = clock.Place(end).Exact - clock.At(start);
        return length <= NodaTime.Duration.Zero ? None : new EventLength(new CalendarSpan(0, length));
    }

    /// <summary>The last day that an occurrence touches, at least its first.</summary>
    public LocalDate LastDay(Instant start, EventClock clock)
    {
        var wall = clock.Wall(start);
        if (clock.HasDates)
        {
            var days = Span.Days + (int)Math.Ceiling(Span.Exact.TotalHours / HoursPerDay);
            return wall.Date.PlusDays(Math.Max(1, Math.Min(days, Room(wall.Date))) - 1);
        }

        var end = EventClock.Later(clock.At(wall.PlusDays(Math.Min(Span.Days, Room(wall.Date)))), Span.Exact);
        return end > start ? LocalDate.Max(wall.Date, clock.Wall(end - NodaTime.Duration.Epsilon).Date) : wall.Date;
    }

    /// <summary>Days up to the end of the year 9998.</summary>
    private static int Room(LocalDate day) => Math.Max(0, Period.DaysBetween(day, new LocalDate(9998, 12, 31)));
}
