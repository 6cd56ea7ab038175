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

    private static readonly IWeekYearRule Iso = WeekYearRules.Iso;
    private readonly RuleParts _parts;
    private readonly LocalDate _start;

    private DayRule(RuleParts parts, LocalDate start) => (_parts, _start) = (parts, start);

    /// <summary>Null: there is no bound.</summary>
    public CalendarTime? Until => _parts.Until;

    /// <exception cref="ImportException">The rule is not valid, or not one of whole days.</exception>
    public static DayRule Parse(string text, LocalDate start) => new(RuleParts.Parse(text).Completed(start), start);

    /// <summary>Its days in order, from the start on, as many as COUNT says.</summary>
    /// <param name="first">Earlier days are of no interest; they may be there all the same.</param>
    /// <param name="last">Later days are of no interest.</param>
    /// <param name="work">What is left for all rules.</param>
    public IEnumerable<LocalDate> Days(LocalDate first, LocalDate last, ImportBudget work)
    {
        var left = _parts.Count ?? int.MaxValue;
        long skipped = _parts.Count is null && first > _start ? Steps(_start, first) / _parts.Interval : 0;
        for (var step = skipped * _parts.Interval; left > 0; step += _parts.Interval)
        {
            var (begin, end) = PeriodAt(step);
            if (begin > last)
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
    private int Steps(LocalDate start, LocalDate day) => _parts.Frequency switch
    {
        RuleFrequency.Daily => Period.DaysBetween(PeriodAt(0).Begin, day),
        RuleFrequency.Weekly => Period.DaysBetween(PeriodAt(0).Begin, day) / DaysPerWeek,
        RuleFrequency.Monthly => ((day.Year - start.Year) * MonthsPerYear) + day.Month - start.Month,
        _ => day.Year - start.Year,
    };

    /// <summary>The n-th period after that of the start; its end is not part of it.</summary>
    private (LocalDate Begin, LocalDate End) PeriodAt(long step)
    {
        const int Last = 9998;
        var beyond = (new LocalDate(Last, 12, 31), new LocalDate(Last, 12, 31));
        if (step > int.MaxValue || (_start.Year + (step / 366) > Last && _parts.Frequency != RuleFrequency.Weekly))
        {
            return beyond;
        }

        switch (_parts.Frequency)
        {
            case RuleFrequency.Daily:
                return _start.PlusDays((int)step) is var day ? (day, day.PlusDays(1)) : beyond;
            case RuleFrequency.Weekly:
                if (_start.Year + (step * DaysPerWeek / 365) > Last)
                {
                    return beyond;
                }

                var back = ((int)_start.DayOfWeek - (int)_parts.WeekStart + DaysPerWeek) % DaysPerWeek;
                var week = _start.PlusDays(-back).PlusWeeks((int)step);
                return (week, week.PlusWeeks(1));
            case RuleFrequency.Monthly:
                if (_start.Year + (step / MonthsPerYear) >= Last)
                {
                    return beyond;
                }

                var month = new LocalDate(_start.Year, _start.Month, 1).PlusMonths((int)step);
                return (month, month.PlusMonths(1));
            default:
                return _start.Year + step >= Last
                    ? beyond
                    : (new LocalDate(_start.Year + (int)step, 1, 1), new LocalDate(_start.Year + (int)step + 1, 1, 1));
        }
    }

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
        && (_parts.Weekdays.Count == 0 || _parts.Weekdays.Exists(wanted => wanted.Day == day.DayOfWeek && IsNth(day, wanted.Nth)));

    private static bool Has(List<int> wanted, int value, int size) =>
        wanted.Count == 0 || wanted.Contains(value) || wanted.Contains(value - size - 1);

    private bool HasWeek(LocalDate day)
    {
        var rule = _parts.WeekStart == IsoDayOfWeek.Monday ? Iso : WeekYearRules.ForMinDaysInFirstWeek(4, _parts.WeekStart);
        var year = rule.GetWeekYear(day);
        return Has(_parts.Weeks, rule.GetWeekOfWeekYear(day), rule.GetWeeksInWeekYear(year, day.Calendar));
    }

    /// <summary>Whether it is the n-th of its weekday in its month, or in its year when no months are given; 0 is any.</summary>
    private bool IsNth(LocalDate day, int nth)
    {
        var ofYear = _parts.Frequency == RuleFrequency.Yearly && !_parts.HasMonths;
        var (at, size) = ofYear
            ? (day.DayOfYear, day.Calendar.GetDaysInYear(day.Year))
            : (day.Day, day.Calendar.GetDaysInMonth(day.Year, day.Month));
        return nth == 0 || nth == ((at - 1) / DaysPerWeek) + 1 || nth == -(((size - at) / DaysPerWeek) + 1);
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
