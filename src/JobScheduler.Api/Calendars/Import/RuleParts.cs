using System.Globalization;
using JobScheduler.Api.Http;
using NodaTime;

namespace JobScheduler.Api.Calendars.Import;

/// <summary>The parts of a recurrence rule as they are written.</summary>
internal sealed record RuleParts
{
    /// <summary>A list has no more values than this: a year has no more days.</summary>
    private const int MostValues = 400;

    private static readonly string[] Days = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    public RuleFrequency Frequency { get; private set; }

    public int Interval { get; private set; } = 1;

    public int? Count { get; private set; }

    public CalendarTime? Until { get; private set; }

    public IsoDayOfWeek WeekStart { get; private set; } = IsoDayOfWeek.Monday;

    /// <summary>From 1; empty: no condition. The same holds for the lists below, where negative numbers count from the end.</summary>
    public List<int> Months { get; private set; } = [];

    /// <summary>Whether months are given, rather than taken from the start.</summary>
    public bool HasMonths { get; private set; }

    public List<int> MonthDays { get; private set; } = [];

    public List<int> YearDays { get; private set; } = [];

    public List<int> Weeks { get; private set; } = [];

    public List<RuleWeekday> Weekdays { get; private set; } = [];

    public List<int> Positions { get; private set; } = [];

    /// <exception cref="ImportException">It is not a rule of whole days.</exception>
    public static RuleParts Parse(string text, CalendarTime start)
    {
        var parts = new RuleParts();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in text.ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !seen.Add(part[..equals]))
            {
                throw Invalid(part);
            }

            parts.Set(part[..equals], part[(equals + 1)..], part, start);
        }

        parts.Check(seen);
        return parts;
    }

    /// <summary>With what no part says taken from the first day.</summary>
    public RuleParts Completed(LocalDate start)
    {
        if (Frequency == RuleFrequency.Weekly && Weekdays.Count == 0)
        {
            return this with { Weekdays = [new(start.DayOfWeek, 0)] };
        }

        if (Frequency is RuleFrequency.Daily or RuleFrequency.Weekly || MonthDays.Count + YearDays.Count + Weekdays.Count > 0)
        {
            return this;
        }

        return Weeks.Count > 0 ? this with { Weekdays = [new(start.DayOfWeek, 0)] } : this with
        {
            MonthDays = [start.Day],
            Months = Frequency == RuleFrequency.Yearly && Months.Count == 0 ? [start.Month] : Months,
        };
    }

    private void Set(string name, string value, string part, CalendarTime start)
    {
        switch (name)
        {
            case "FREQ":
                Frequency = value switch
                {
                    "DAILY" => RuleFrequency.Daily,
                    "WEEKLY" => RuleFrequency.Weekly,
                    "MONTHLY" => RuleFrequency.Monthly,
                    "YEARLY" => RuleFrequency.Yearly,
                    "SECONDLY" or "MINUTELY" or "HOURLY" => throw TooFine(),
                    _ => throw Invalid(part),
                };
                break;
            case "BYHOUR":
                CheckTime(value, start.Local.Hour, start, part);
                break;
            case "BYMINUTE":
                CheckTime(value, start.Local.Minute, start, part);
                break;
            case "BYSECOND":
                CheckTime(value, start.Local.Second, start, part);
                break;
            case "INTERVAL":
                Interval = Number(value, 1, int.MaxValue, part);
                break;
            case "COUNT":
                Count = Number(value, 1, int.MaxValue, part);
                break;
            case "UNTIL":
                Until = CalendarTime.Parse(value, "UNTIL");
                break;
            case "WKST":
                WeekStart = Day(value, part);
                break;
            case "BYMONTH":
                (Months, HasMonths) = (Numbers(value, 12, part), true);
                if (Months.Exists(month => month < 0))
                {
                    throw Invalid(part);
                }

                break;
            case "BYMONTHDAY":
                MonthDays = Numbers(value, 31, part);
                break;
            case "BYYEARDAY":
                YearDays = Numbers(value, 366, part);
                break;
            case "BYWEEKNO":
                Weeks = Numbers(value, 53, part);
                break;
            case "BYSETPOS":
                Positions = Numbers(value, 366, part);
                break;
            case "BYDAY":
                Weekdays = List(value, part, day => Weekday(day, part));
                break;
            case "RSCALE" when value == "GREGORIAN":
            case "SKIP" when value == "OMIT":
                break;
            default:
                throw new ImportException(
                    $"has a rule with {MemberName.Shown(part)}, which is not understood; leave it out or list the days");
        }
    }

    private void Check(HashSet<string> seen)
    {
        if (!seen.Contains("FREQ"))
        {
            throw new ImportException("has a rule without FREQ");
        }

        var isYearly = Frequency == RuleFrequency.Yearly;
        if (Weekdays.Exists(day => day.Nth != 0)
            && (Frequency is RuleFrequency.Daily or RuleFrequency.Weekly || (isYearly && Weeks.Count > 0)))
        {
            throw new ImportException("has a rule with numbered days (BYDAY=1MO), which need FREQ=MONTHLY or YEARLY and no BYWEEKNO");
        }

        if ((Weeks.Count + YearDays.Count > 0 && !isYearly) || (MonthDays.Count > 0 && Frequency == RuleFrequency.Weekly))
        {
            throw new ImportException(
                "has a rule with a part that its FREQ does not have: BYWEEKNO and BYYEARDAY are for YEARLY, BYMONTHDAY is not for WEEKLY");
        }
    }

    /// <summary>A time of day that is the start's anyway says nothing; with a date it is to be ignored (RFC 5545, 3.3.10).</summary>
    private static void CheckTime(string value, int ofStart, CalendarTime start, string part)
    {
        if (!start.IsDate && (List(value, part, one => Number(one, 0, 60, part)) is not [var only] || only != ofStart))
        {
            throw TooFine();
        }
    }

    private static List<int> Numbers(string text, int most, string part) =>
        List(text, part, value => Number(value, -most, most, part) is not 0 and var number ? number : throw Invalid(part));

    /// <summary>The different values of a list.</summary>
    private static List<T> List<T>(string text, string part, Func<string, T> read) =>
        text.Split(',', MostValues + 1, StringSplitOptions.TrimEntries) is { Length: <= MostValues } values
            ? [.. values.Select(read).Distinct()]
            : throw Invalid(part);

    private static int Number(string text, int least, int most, string part) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Invalid(part);

    private static RuleWeekday Weekday(string text, string part)
    {
        if (text.Length < 2)
        {
            throw Invalid(part);
        }

        return new RuleWeekday(Day(text[^2..], part), text.Length == 2 ? 0 : Numbers(text[..^2], 53, part)[0]);
    }

    private static IsoDayOfWeek Day(string text, string part) =>
        Array.IndexOf(Days, text) is >= 0 and var day ? (IsoDayOfWeek)(day + 1) : throw Invalid(part);

    private static ImportException Invalid(string part) => new($"has a rule with {MemberName.Shown(part)}, which is not valid");

    private static ImportException TooFine() =>
        new("has a rule with times of day (FREQ=HOURLY and finer, BYHOUR, BYMINUTE, BYSECOND); a calendar holds whole days");
}
