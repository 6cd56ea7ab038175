namespace JobScheduler.Api.Tests.Calendars;

/// <summary>
/// Whether a recurrence rule of whole days has a day: RFC 5545, 3.3.10, its table of parts and frequencies read as a question for each
/// day of the calendar, one after the other.
/// </summary>
internal sealed class NaiveRule
{
    private static readonly string[] Names = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    private readonly Dictionary<string, string> _parts;
    private readonly DateTime _start;
    private readonly string _frequency;

    public NaiveRule(string rule, DateTime start)
    {
        _parts = rule.Split(';').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
        (_start, _frequency) = (start, _parts["FREQ"]);
    }

    /// <summary>The days from the start to an end, as many as COUNT says.</summary>
    public IEnumerable<DateTime> Days(DateTime end)
    {
        var count = _parts.TryGetValue("COUNT", out var text) ? int.Parse(text) : int.MaxValue;
        var days = Enumerable.Range(0, (end - _start).Days + 1).Select(i => _start.AddDays(i));
        return days.Where(day => InStep(day) && IsMember(day) && IsChosen(day)).Take(count);
    }

    private DateTime PeriodOf(DateTime day) => _frequency switch
    {
        "DAILY" => day,
        "WEEKLY" => WeekOf(day),
        "MONTHLY" => new DateTime(day.Year, day.Month, 1),
        _ => new DateTime(day.Year, 1, 1),
    };

    private DateTime Next(DateTime period) => _frequency switch
    {
        "DAILY" => period.AddDays(1),
        "WEEKLY" => period.AddDays(7),
        "MONTHLY" => period.AddMonths(1),
        _ => period.AddYears(1),
    };

    private DateTime WeekOf(DateTime day)
    {
        var first = Array.IndexOf(Names, _parts.GetValueOrDefault("WKST", "MO"));
        while ((int)day.DayOfWeek != first)
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    private bool InStep(DateTime day)
    {
        var interval = int.Parse(_parts.GetValueOrDefault("INTERVAL", "1"));
        var (from, to) = (PeriodOf(_start), PeriodOf(day));
        return _frequency switch
        {
            "DAILY" => (to - from).Days % interval == 0,
            "WEEKLY" => (to - from).Days / 7 % interval == 0,
            "MONTHLY" => (((to.Year - from.Year) * 12) + to.Month - from.Month) % interval == 0,
            _ => (to.Year - from.Year) % interval == 0,
        };
    }

    private bool IsMember(DateTime day)
    {
        var says = (string part) => _parts.ContainsKey(part);
        var saysDay = says("BYMONTHDAY") || says("BYYEARDAY") || says("BYDAY");
        if (_frequency == "WEEKLY" && !says("BYDAY") && day.DayOfWeek != _start.DayOfWeek)
        {
            return false;
        }

        if (_frequency == "YEARLY" && says("BYWEEKNO") && !saysDay && day.DayOfWeek != _start.DayOfWeek)
        {
            return false;
        }

        if (_frequency is "MONTHLY" or "YEARLY" && !saysDay && !says("BYWEEKNO")
            && (day.Day != _start.Day || (_frequency == "YEARLY" && !says("BYMONTH") && day.Month != _start.Month)))
        {
            return false;
        }

        var ofMonth = DateTime.DaysInMonth(day.Year, day.Month);
        var ofYear = DateTime.IsLeapYear(day.Year) ? 366 : 365;
        return Has("BYMONTH", day.Month, 12)
            && Has("BYMONTHDAY", day.Day, ofMonth)
            && Has("BYYEARDAY", day.DayOfYear, ofYear)
            && (!says("BYWEEKNO") || Has("BYWEEKNO", WeekNumber(day), Weeks(day)))
            && (!says("BYDAY") || _parts["BYDAY"].Split(',').Any(wanted => IsWeekday(day, wanted)));
    }

    private bool IsWeekday(DateTime day, string wanted)
    {
        if (Names[(int)day.DayOfWeek] != wanted[^2..])
        {
            return false;
        }

        if (wanted.Length == 2)
        {
            return true;
        }

        var ofYear = _frequency == "YEARLY" && !_parts.ContainsKey("BYMONTH");
        var same = (DateTime other) => other.Year == day.Year && (ofYear || other.Month == day.Month);
        var nth = int.Parse(wanted[..^2]);
        var passed = 1;
        for (var other = day.AddDays(nth > 0 ? -7 : 7); same(other); other = other.AddDays(nth > 0 ? -7 : 7))
        {
            passed++;
        }

        return passed == Math.Abs(nth);
    }

    /// <summary>The first week of a year is the first that has four days in it.</summary>
    private int WeekNumber(DateTime day) => ((WeekOf(day) - FirstWeek(YearOfWeek(day))).Days / 7) + 1;

    private int Weeks(DateTime day) => (FirstWeek(YearOfWeek(day) + 1) - FirstWeek(YearOfWeek(day))).Days / 7;

    private int YearOfWeek(DateTime day) => WeekOf(day).AddDays(3).Year;

    private DateTime FirstWeek(int year) => WeekOf(new DateTime(year, 1, 4));

    private bool Has(string part, int value, int size) =>
        !_parts.TryGetValue(part, out var text)
        || text.Split(',').Select(int.Parse).Any(wanted => wanted == value || wanted == value - size - 1);

    private bool IsChosen(DateTime day)
    {
        if (!_parts.TryGetValue("BYSETPOS", out var text))
        {
            return true;
        }

        var period = PeriodOf(day);
        var members = new List<DateTime>();
        for (var other = period; other < Next(period); other = other.AddDays(1))
        {
            if (IsMember(other))
            {
                members.Add(other);
            }
        }

        var at = members.IndexOf(day);
        return text.Split(',').Select(int.Parse).Any(wanted => wanted == at + 1 || wanted == at - members.Count);
    }
}
