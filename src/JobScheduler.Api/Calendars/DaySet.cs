using System.Collections;

namespace JobScheduler.Api.Calendars;

/// <summary>Days within a window of several years; days outside it are ignored.</summary>
internal sealed class DaySet(DateOnly first, DateOnly last)
{
    /// <summary>Shorter stretches are written as single dates: a calendar may hold four times as many dates as ranges.</summary>
    private const int ShortestRange = 3;

    private readonly BitArray _days = new(last.DayNumber - first.DayNumber + 1);

    public DateOnly First => first;

    public DateOnly Last => last;

    public bool IsEmpty => !_days.HasAnySet();

    /// <summary>Adds consecutive days.</summary>
    /// <returns>How many of them are in the window.</returns>
    public int Add(DateOnly start, int length)
    {
        var from = Math.Max(0, start.DayNumber - first.DayNumber);
        var to = (int)Math.Min(_days.Length, (long)start.DayNumber - first.DayNumber + length);
        for (var day = from; day < to; day++)
        {
            _days[day] = true;
        }

        return Math.Max(0, to - from);
    }

    public CalendarDefinition ToDefinition()
    {
        var dates = new List<DateOnly>();
        var ranges = new List<DateRange>();
        for (var day = 0; day < _days.Length; day++)
        {
            if (!_days[day])
            {
                continue;
            }

            var start = day;
            while (day + 1 < _days.Length && _days[day + 1])
            {
                day++;
            }

            if (day - start + 1 >= ShortestRange)
            {
                ranges.Add(new DateRange(first.AddDays(start), first.AddDays(day)));
            }
            else
            {
                dates.AddRange(Enumerable.Range(start, day - start + 1).Select(first.AddDays));
            }
        }

        return new CalendarDefinition { Dates = dates, Ranges = ranges };
    }
}
