using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules.Timing.Days;

/// <summary>
/// A calendar made for many queries: weekdays as bits, dates and ranges as one sorted list. Days are counted as <see
/// cref="DateOnly.DayNumber"/>.
/// </summary>
internal sealed class CompiledCalendar
{
    private readonly bool _includes;
    private readonly int _weekdays;
    private readonly List<(int From, int To)> _ranges = [];

    public CompiledCalendar(CalendarDefinition definition)
    {
        _includes = definition.Kind == CalendarKind.Include;
        _weekdays = definition.Weekdays.Aggregate(0, (bits, day) => bits | (1 << (int)day));
        var days = definition.Dates.Select(date => (From: date.DayNumber, To: date.DayNumber))
            .Concat(definition.Ranges.Select(range => (From: range.From.DayNumber, To: range.To.DayNumber)))
            .Where(range => range.From <= range.To)
            .Order();
        foreach (var (from, to) in days)
        {
            if (_ranges is [.., var last] && from <= last.To + 1)
            {
                _ranges[^1] = (last.From, Math.Max(last.To, to));
            }
            else
            {
                _ranges.Add((from, to));
            }
        }
    }

    public bool Allows(int day) =>
        (HasWeekday(day) || (RangeAfter(day) is var at && at < _ranges.Count && _ranges[at].From <= day)) == _includes;

    /// <summary>The next day after a refused one that may be allowed; all between are refused. Null: all later days are.</summary>
    public int? After(int refused)
    {
        if (!_includes)
        {
            var at = RangeAfter(refused);
            return at < _ranges.Count && _ranges[at].From <= refused ? _ranges[at].To + 1 : _weekdays == 0b111_1111 ? null : refused + 1;
        }

        var next = RangeAfter(refused) is var index && index < _ranges.Count ? _ranges[index].From : (int?)null;
        for (var day = refused + 1; _weekdays != 0 && day <= refused + 7; day++)
        {
            if (HasWeekday(day))
            {
                return next < day ? next : day;
            }
        }

        return next;
    }

    // Day 0 is 1 January of the year 1, a Monday.
    private bool HasWeekday(int day) => (_weekdays & (1 << ((day + 1) % 7))) != 0;

    /// <summary>The first range that ends on the day or later.</summary>
    private int RangeAfter(int day)
    {
        var (low, high) = (0, _ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _ranges[middle].To < day ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>A calendar as a schedule uses it.</summary>
internal sealed record UsedCalendar(string Id, CalendarShift Shift, CompiledCalendar Days);

/// <summary>A calendar whose days begin and end in a zone.</summary>
internal sealed record ZonedCalendar(UsedCalendar Calendar, ZoneClock Zone);
