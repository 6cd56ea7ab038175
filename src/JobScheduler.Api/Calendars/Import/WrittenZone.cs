using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>A zone as a VTIMEZONE defines it: RFC 5545, 3.6.5.</summary>
internal sealed class WrittenZone : DateTimeZone
{
    /// <summary>Rules are repeated from here on; some programs let them begin in 1601.</summary>
    private static readonly LocalDate First = new(1970, 1, 1);

    /// <summary>Later times are no bounds, and have no instant at some offsets.</summary>
    private static readonly LocalDateTime Never = new(9999, 1, 1, 0, 0);

    /// <summary>Counted rules are repeated from their start on. No zone had rules before this year.</summary>
    private const int EarliestCount = 1900;

    /// <summary>A change of the clocks takes as long as to look at several days.</summary>
    private const int CostOfOnset = 8;

    private readonly List<ZoneInterval> _intervals;

    private WrittenZone(string id, List<ZoneInterval> intervals)
        : base(id, intervals.Count == 1, intervals.Min(one => one.WallOffset), intervals.Max(one => one.WallOffset)) =>
        _intervals = intervals;

    /// <summary>Null: the definition is not complete, or not valid.</summary>
    public static WrittenZone? TryRead(string id, Component definition, LocalDate last, ImportBudget work)
    {
        try
        {
            var onsets = definition.Children
                .Where(child => child.Name is "STANDARD" or "DAYLIGHT")
                .SelectMany(child => OnsetsOf(child, last, work))
                .OrderBy(onset => onset.At)
                .ToList();
            return onsets.Count == 0 ? null : new WrittenZone(id, Intervals(id, onsets));
        }
        catch (Exception error) when (error is ImportException or FormatException or ArgumentException or OverflowException)
        {
            // Its name may be known all the same, and if it is not, that may not matter.
            return null;
        }
    }

    public override ZoneInterval GetZoneInterval(Instant instant)
    {
        var (low, high) = (0, _intervals.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _intervals[middle].Start <= instant ? (middle, high) : (low, middle - 1);
        }

        return _intervals[low];
    }

    private static List<ZoneInterval> Intervals(string id, List<Onset> onsets)
    {
        var intervals = new List<ZoneInterval>();
        var (start, offset) = ((Instant?)null, onsets[0].From);
        foreach (var onset in onsets)
        {
            if (start is null || onset.At > start)
            {
                intervals.Add(new ZoneInterval(id, start, onset.At, offset, Offset.Zero));
            }

            (start, offset) = (onset.At, onset.To);
        }

        intervals.Add(new ZoneInterval(id, start, null, offset, Offset.Zero));
        return intervals;
    }

    private static IEnumerable<Onset> OnsetsOf(Component part, LocalDate last, ImportBudget work)
    {
        var start = CalendarTime.Of(part.Line("DTSTART") ?? throw new FormatException());
        var (from, to) = (OffsetOf(part, "TZOFFSETFROM"), OffsetOf(part, "TZOFFSETTO"));
        var times = new List<LocalDateTime> { start.Local };
        times.AddRange(part.All("RDATE").SelectMany(line => line.Values.Select(value => CalendarTime.Of(line, value).Local)));
        foreach (var line in part.All("RRULE"))
        {
            var rule = DayRule.Parse(line.Value, start);
            if (rule.IsCounted && start.Local.Year < EarliestCount)
            {
                throw new FormatException();
            }

            var until = Until(rule, from);
            foreach (var time in rule.Days(First, last.PlusYears(1), work).Select(day => day + start.Local.TimeOfDay))
            {
                if (until < time)
                {
                    break;
                }

                work.Spend(CostOfOnset);
                times.Add(time);
            }
        }

        return times.Select(time => LocalDateTime.Min(time, Never)).Distinct()
            .Select(time => new Onset(time.WithOffset(from).ToInstant(), from, to));
    }

    private static LocalDateTime? Until(DayRule rule, Offset from) => rule.Until is not { } until || until.Local >= Never ? null
        : until.IsDate ? until.Local.PlusDays(1).PlusTicks(-1)
        : until.Zone is null ? until.Local
        : until.Local.InUtc().ToInstant().WithOffset(from).LocalDateTime;

    /// <summary><c>+0100</c>, <c>-033000</c>.</summary>
    private static Offset OffsetOf(Component part, string name)
    {
        var text = part.Line(name)?.Value ?? "";
        var digits = text.TrimStart('+', '-');
        if (digits.Length is not (4 or 6) || !digits.All(char.IsAsciiDigit) || text.Length != digits.Length + 1)
        {
            throw new FormatException();
        }

        int Part(int at) => at < digits.Length ? int.Parse(digits.AsSpan(at, 2), CultureInfo.InvariantCulture) : 0;
        var seconds = (((Part(0) * 60) + Part(2)) * 60) + Part(4);
        return Offset.FromSeconds(text[0] == '-' ? -seconds : seconds);
    }

    /// <param name="At">When it takes effect.</param>
    /// <param name="From">The offset until then.</param>
    /// <param name="To">The offset from then on.</param>
    private readonly record struct Onset(Instant At, Offset From, Offset To);
}
