using NodaTime;
using NodaTime.Calendars;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>
/// A recurrence rule of whole days: RFC 5545, 3.3.10. UNTIL is read and left to the caller, who knows the zone.
/// </summary>
/// <remarks>
/// A day belongs to the rule if it meets each part; what no part says is as in the start. Parts that its frequency does not have, and
/// rules that are finer than a day, are refused.
/// </remarks>
internal sealed class DayRule
{
    private const int DaysPerWeek = 7;
    private const int MonthsPerYear = 12;

    /// <summary>No period begins later, so that its end is a day too.</summary>
    private static readonly LocalDate Latest = new(9998, 12, 31);

    private readonly RuleParts _parts;
    private readonly HashSet<RuleWeekday> _weekdays;
    private readonly IWeekYearRule _weeks;
    private readonly LocalDate _start;
    private readonly LocalDate _firstPeriod;

    private DayRule(RuleParts parts, LocalDate start)
    {
        (_parts, _start, _weekdays) = (parts, start, [.. parts.Weekdays]);
        _weeks = WeekYearRules.ForMinDaysInFirstWeek(4, parts.WeekStart);
        _firstPeriod = parts.Frequency switch
        {
            RuleFrequency.Daily => start,
            RuleFrequency.Weekly => start.PlusDays(-(((int)start.DayOfWeek - (int)parts.WeekStart + DaysPerWeek) % DaysPerWeek)),
            RuleFrequency.Monthly => new LocalDate(start.Year, start.Month, 1),
            _ => new LocalDate(start.Year, 1, 1),
        };
    }

    /// <summary>Null: there is no bound.</summary>
    public CalendarTime? Until => _parts.Until;

    /// <summary>Whether its days are counted, and so have to be enumerated from the start on.</summary>
    public bool IsCounted => _parts.Count is not null;

    /// <exception cref="ImportException">The rule is not valid, or not one of whole days.</exception>
    public static DayRule Parse(string text, CalendarTime start) =>
        new(RuleParts.Parse(text, start).Completed(start.Local.Date), start.Local.Date);

    /// <summary>Its days in order, from the start on, as many as COUNT says.</summary>
    /// <param name="first">Earlier days are of no interest; they may be there all the same.</param>
    /// <param name="last">Later days are of no interest.</param>
    /// <param name="work">What is left for all rules.</param>
    public IEnumerable<LocalDate> Days(LocalDate first, LocalDate last, ImportBudget work)
    {
        var left = _parts.Count ?? int.MaxValue;
        long skipped = _parts.Count is null && first > _start ? Steps(first) / _parts.Interval : 0;
        for (var step = skipped * _parts.Interval; left > 0; step += _parts.Interval)
        {
            if (PeriodAt(step) is not var (begin, end) || begin > last)
            {
                yield break;
            }

            work.Spend(1);
            foreach (var day in InPeriod(begin, end, work))
            {
                if (day > last || left == 0)
                {
                    yield break;
                }

                if (day >= _start)
                {
                    left--;
                    yield return day;
                }
            }
        }
    }

    /// <summary>Whole periods between the one of the start and that of a day.</summary>
    private int Steps(LocalDate day) => _parts.Frequency switch
    {
        RuleFrequency.Daily => Period.DaysBetween(_firstPeriod, day),
        RuleFrequency.Weekly => Period.DaysBetween(_firstPeriod, day) / DaysPerWeek,
        RuleFrequency.Monthly => ((day.Year - _firstPeriod.Year) * MonthsPerYear) + day.Month - _firstPeriod.Month,
        _ => day.Year - _firstPeriod.Year,
    };

    /// <summary>The n-th period after that of the start; its end is not part of it. Null: it is beyond all calendars.</summary>
    private (LocalDate Begin, LocalDate End)? PeriodAt(long step) =>
        step <= Steps(Latest) ? (Later((int)step), Later((int)step + 1)) : null;

    private LocalDate Later(int steps) => _parts.Frequency switch
    {
        RuleFrequency.Daily => _firstPeriod.PlusDays(steps),
        RuleFrequency.Weekly => _firstPeriod.PlusWeeks(steps),
        RuleFrequency.Monthly => _firstPeriod.PlusMonths(steps),
        _ => _firstPeriod.PlusYears(steps),
    };

    private IEnumerable<LocalDate> InPeriod(LocalDate begin, LocalDate end, ImportBudget work)
    {
        var days = new List<LocalDate>();
        for (var day = begin; day < end;)
        {
            if (_parts.Months.Count > 0 && !_parts.Months.Contains(day.Month))
            {
                var next = new LocalDate(day.Year, day.Month, 1).PlusMonths(1);
                day = next < end ? next : end;
                continue;
            }

            work.Spend(1);
            if (Matches(day))
            {
                days.Add(day);
            }

            day = day.PlusDays(1);
        }

        return _parts.Positions.Count == 0
            ? days
            : days.Where((_, i) => _parts.Positions.Contains(i + 1) || _parts.Positions.Contains(i - days.Count));
    }

    private bool Matches(LocalDate day) =>
        Has(_parts.MonthDays, day.Day, day.Calendar.GetDaysInMonth(day.Year, day.Month))
        && Has(_parts.YearDays, day.DayOfYear, day.Calendar.GetDaysInYear(day.Year))
        && (_parts.Weeks.Count == 0 || HasWeek(day))
        && (_weekdays.Count == 0 || HasWeekday(day));

    private static bool Has(List<int> wanted, int value, int size) =>
        wanted.Count == 0 || wanted.Contains(value) || wanted.Contains(value - size - 1);

    private bool HasWeek(LocalDate day)
    {
        var year = _weeks.GetWeekYear(day);
        return Has(_parts.Weeks, _weeks.GetWeekOfWeekYear(day), _weeks.GetWeeksInWeekYear(year, day.Calendar));
    }

    /// <summary>Weekdays are numbered in their month, or in their year when no months are given; 0 is any.</summary>
    private bool HasWeekday(LocalDate day)
    {
        var ofYear = _parts.Frequency == RuleFrequency.Yearly && !_parts.HasMonths;
        var (at, size) = ofYear
            ? (day.DayOfYear, day.Calendar.GetDaysInYear(day.Year))
            : (day.Day, day.Calendar.GetDaysInMonth(day.Year, day.Month));
        return _weekdays.Contains(new(day.DayOfWeek, 0))
            || _weekdays.Contains(new(day.DayOfWeek, ((at - 1) / DaysPerWeek) + 1))
            || _weekdays.Contains(new(day.DayOfWeek, -(((size - at) / DaysPerWeek) + 1)));
    }
}

internal enum RuleFrequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>A weekday of a rule: every one, or the n-th, counted from the end when negative.</summary>
internal readonly record struct RuleWeekday(IsoDayOfWeek Day, int Nth);
