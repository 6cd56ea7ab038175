namespace JobScheduler.TestKit;

/// <summary>
/// A cron expression as a question: which days and which seconds of the clock on the wall does it match? Written from the grammar,
/// without the library.
/// </summary>
public sealed class NaiveCron
{
    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Days = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly bool[] _seconds;
    private readonly bool[] _minutes;
    private readonly bool[] _hours;
    private readonly bool[] _months;
    private readonly Func<DateTime, bool> _dayOfMonth;
    private readonly Func<DateTime, bool> _dayOfWeek;

    /// <param name="expression">Of five or six fields, without macros and <c>H</c>.</param>
    public NaiveCron(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 5)
        {
            fields = ["0", .. fields];
        }

        (_seconds, _minutes, _hours) = (Set(fields[0], 0, 59, []), Set(fields[1], 0, 59, []), Set(fields[2], 0, 23, []));
        _months = Set(fields[4], 1, 12, Months);
        _dayOfMonth = DayOfMonth(fields[3]);
        _dayOfWeek = DayOfWeek(fields[5]);
        IsInterval = fields[..3].Any(field => field.IndexOfAny(['*', '?', '-', '/']) >= 0);
    }

    /// <summary>Whether its times are those of an interval, which changes of the clocks treat in another way.</summary>
    public bool IsInterval { get; }

    /// <summary>The seconds of a day that it matches.</summary>
    public IEnumerable<int> TimesOfDay =>
        from hour in Members(_hours)
        from minute in Members(_minutes)
        from second in Members(_seconds)
        select (((hour * 60) + minute) * 60) + second;

    /// <summary>Whether it matches a second.</summary>
    public bool Matches(DateTime local) => _seconds[local.Second] && _minutes[local.Minute] && _hours[local.Hour] && MatchesDay(local);

    /// <summary>Whether it matches the day, whatever its times.</summary>
    public bool MatchesDay(DateTime day) => _months[day.Month] && _dayOfMonth(day) && _dayOfWeek(day);

    private static IEnumerable<int> Members(bool[] set) => Enumerable.Range(0, set.Length).Where(value => set[value]);

    private static Func<DateTime, bool> DayOfMonth(string field)
    {
        if (field[0] == 'L' || field[^1] == 'W')
        {
            var weekday = field[^1] == 'W';
            var rest = field.TrimEnd('W');
            return local =>
            {
                var last = DateTime.DaysInMonth(local.Year, local.Month);
                var day = rest == "L" ? last : rest[0] == 'L' ? last - int.Parse(rest[2..]) : int.Parse(rest);
                return day >= 1 && day <= last && local.Day == (weekday ? NearestWeekday(local.Year, local.Month, day) : day);
            };
        }

        var days = Set(field, 1, 31, []);
        return local => days[local.Day];
    }

    private static int NearestWeekday(int year, int month, int day)
    {
        var last = DateTime.DaysInMonth(year, month);
        return new DateTime(year, month, day).DayOfWeek switch
        {
            System.DayOfWeek.Saturday => day > 1 ? day - 1 : day + 2,
            System.DayOfWeek.Sunday => day < last ? day + 1 : day - 2,
            _ => day,
        };
    }

    private static Func<DateTime, bool> DayOfWeek(string field)
    {
        if (field.Split('#') is [var nth, var week])
        {
            var day = Value(nth, Days, 0) % 7;
            return local => (int)local.DayOfWeek == day && (local.Day + 6) / 7 == int.Parse(week);
        }

        if (field[^1] == 'L')
        {
            var day = Value(field[..^1], Days, 0) % 7;
            return local => (int)local.DayOfWeek == day && local.Day + 7 > DateTime.DaysInMonth(local.Year, local.Month);
        }

        var days = Set(field, 0, 7, Days);
        return local => days[(int)local.DayOfWeek] || (local.DayOfWeek == System.DayOfWeek.Sunday && days[7]);
    }

    private static bool[] Set(string field, int first, int last, string[] names)
    {
        var set = new bool[last + 1];
        foreach (var element in field.Split(','))
        {
            var parts = element.Split('/');
            var step = parts.Length == 2 ? int.Parse(parts[1]) : 1;
            var ends = parts[0] is "*" or "?" ? [$"{first}", $"{last}"] : parts[0].Split('-');
            var low = Value(ends[0], names, first);
            low = last == 7 && low == 7 ? 0 : low;
            var high = last == 7 && ends is ["7", "7"] ? 0
                : ends.Length == 2 ? Value(ends[1], names, first) : parts.Length == 2 ? last : low;

            // A reversed range goes over the end; 0 and 7 are one day.
            var size = last == 7 ? 7 : last - first + 1;
            for (var value = low; value <= (high < low ? high + size : high); value += step)
            {
                set[value > last || (value == 7 && high < low) ? value - size : value] = true;
            }
        }

        return set;
    }

    private static int Value(string text, string[] names, int first) =>
        Array.IndexOf(names, text) is >= 0 and var at ? at + first : int.Parse(text);
}
