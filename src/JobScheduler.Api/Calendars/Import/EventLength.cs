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
        item.Line("DTEND") is { } end ? Until(CalendarTime.Of(end), clock.At(start.Local), clock)
        : item.Line("DURATION") is { } duration ? new EventLength(CalendarSpan.Parse(duration.Value, duration.Name))
        : start.IsDate ? new EventLength(new CalendarSpan(1, NodaTime.Duration.Zero))
        : None;

    /// <summary>From a start to an end.</summary>
    /// <exception cref="ImportException">The end cannot be compared with the start.</exception>
    public static EventLength Until(CalendarTime end, Instant start, EventClock clock)
    {
        var length = clock.Place(end).Exact - start;
        return length <= NodaTime.Duration.Zero ? None : new EventLength(new CalendarSpan(0, length));
    }

    /// <summary>The last day that an occurrence touches, at least its first.</summary>
    /// <param name="start">When it starts.</param>
    /// <param name="written">The same on the event's clock, as written: days are counted from here, also if the clock skips it.</param>
    /// <param name="clock">The event's.</param>
    public LocalDate LastDay(Instant start, LocalDateTime written, EventClock clock)
    {
        var first = clock.Wall(start).Date;
        if (clock.HasDates)
        {
            var days = Span.Days + (int)Math.Ceiling(Span.Exact.TotalHours / HoursPerDay);
            return first.PlusDays(Math.Max(1, Math.Min(days, Room(first))) - 1);
        }

        // A clock time that exists twice does not tell which instant it was.
        var from = Span.Days == 0 ? start : clock.At(written.PlusDays(Math.Min(Span.Days, Room(written.Date))));
        var end = EventClock.Later(from, Span.Exact);
        return end > start ? LocalDate.Max(first, clock.Wall(end - NodaTime.Duration.Epsilon).Date) : first;
    }

    /// <summary>Days up to the end of the year 9998.</summary>
    private static int Room(LocalDate day) => Math.Max(0, Period.DaysBetween(day, new LocalDate(9998, 12, 31)));
}
