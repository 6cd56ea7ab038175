using NodaTime;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>A time in the text that stands for an occurrence of an event: EXDATE, or RECURRENCE-ID of a changed one.</summary>
/// <remarks>A date stands for all occurrences of its day, also when the event has times: many programs write it so.</remarks>
internal sealed class Exclusions(EventClock clock, ImportBudget work)
{
    /// <summary>A time is placed in its zone, which takes as long as to look at several days.</summary>
    private const int CostOfTime = 8;

    /// <summary>Comparisons that take as long as to look at a day.</summary>
    private const int ComparisonsPerDay = 8;

    private readonly HashSet<LocalDate> _days = [];
    private readonly HashSet<Instant> _instants = [];
    private readonly List<Placed> _doubtful = [];

    public void Add(CalendarTime time)
    {
        work.Spend(CostOfTime);
        if (time.IsDate || clock.HasDates)
        {
            _days.Add(time.Local.Date);
        }
        else if (clock.Place(time) is var placed && placed.Earliest == placed.Latest)
        {
            _instants.Add(placed.Earliest);
        }
        else
        {
            _doubtful.Add(placed);
        }
    }

    /// <exception cref="ImportException">It may be, and nobody knows.</exception>
    public bool Contain(Instant start)
    {
        work.Spend(_doubtful.Count / ComparisonsPerDay);
        return _instants.Contains(start) || _days.Contains(clock.Wall(start).Date) || _doubtful.Exists(placed => placed.Is(start));
    }
}

/// <summary>An occurrence of an event.</summary>
/// <param name="At">When it starts.</param>
/// <param name="Written">The same on the event's clock, as the text has it: the clock may skip it.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct Occurrence(Instant At, LocalDateTime Written, EventLength Length);

/// <summary>The occurrences of an event: those of its rule, and its RDATEs.</summary>
internal sealed class EventTimes(Component item, CalendarTime start, EventClock clock, EventLength length)
{
    /// <summary>The occurrences that may touch a range of days, in no particular order.</summary>
    /// <exception cref="ImportException">They cannot be told.</exception>
    public IEnumerable<Occurrence> Between(LocalDate first, LocalDate last, ImportBudget work)
    {
        var rules = item.All("RRULE");
        if (rules.Count > 1 || item.All("EXRULE").Count > 0)
        {
            throw new ImportException("has EXRULE or a second RRULE; use one RRULE, and EXDATE for exceptions");
        }

        return (rules is [var rule] ? Repeat(DayRule.Parse(rule.Value, start), first, last, work) : [Of(start.Local)])
            .Concat(Added(first, last));
    }

    private Occurrence Of(LocalDateTime written) => new(clock.At(written), written, length);

    private IEnumerable<Occurrence> Repeat(DayRule rule, LocalDate first, LocalDate last, ImportBudget work)
    {
        var until = rule.Until is { IsDate: false } time && !clock.HasDates ? clock.Place(time) : (Placed?)null;
        var lastDay = until is null ? rule.Until?.Local.Date : null;
        var from = first.Year > length.MostDays / 365 + 2 ? first.PlusDays(-length.MostDays - 1) : start.Local.Date;
        foreach (var day in rule.Days(from, last, work))
        {
            var occurrence = Of(day + start.Local.TimeOfDay);
            if (day > lastDay || until?.IsBefore(occurrence.At) == true)
            {
                yield break;
            }

            yield return occurrence;
        }
    }

    private IEnumerable<Occurrence> Added(LocalDate first, LocalDate last)
    {
        foreach (var line in item.All("RDATE"))
        {
            foreach (var value in line.Values)
            {
                var slash = value.IndexOf('/', StringComparison.Ordinal);
                var time = CalendarTime.Of(line, slash < 0 ? value : value[..slash]);
                var moved = time.IsDate ? time with { Local = time.Local.Date + start.Local.TimeOfDay } : time;
                var placed = clock.Place(moved);
                var (earliest, latest) = (clock.Wall(placed.Earliest).Date, clock.Wall(placed.Latest).Date);
                var own = slash < 0 ? length : LengthOf(line, time, value[(slash + 1)..]);
                if (Period.DaysBetween(latest, first) <= own.MostDays && earliest <= last)
                {
                    var wall = clock.IsOwn(moved) ? moved.Local : clock.Wall(placed.Exact);
                    yield return clock.HasDates
                        ? new Occurrence(clock.At(wall.Date.AtMidnight()), wall.Date.AtMidnight(), own)
                        : new Occurrence(placed.Exact, wall, own);
                }
            }
        }
    }

    /// <summary>A period has a length of its own: <c>…/PT2H</c>, or <c>…/20261224T120000Z</c>.</summary>
    private EventLength LengthOf(ContentLine line, CalendarTime begin, string end) => end.TrimStart('+', '-').StartsWith('P')
        ? new EventLength(CalendarSpan.Parse(end, line.Name))
        : EventLength.Until(CalendarTime.Of(line, end), clock.Place(begin).Exact, clock);
}
