namespace JobScheduler.Schedules.Timing.Cron;

/// <summary>What one field of a cron expression may hold.</summary>
/// <param name="Name">For messages.</param>
/// <param name="First">The smallest value.</param>
/// <param name="Last">The largest value, and the largest step.</param>
/// <param name="Names">Names of values, if it has any.</param>
/// <param name="Noun">What a name names, and what may be written.</param>
internal sealed record CronFieldKind(string Name, int First, int Last, IReadOnlyList<string> Names, string Noun)
{
    public static readonly CronFieldKind Second = new("second", 0, 59, [], "a number in 0-59");
    public static readonly CronFieldKind Minute = new("minute", 0, 59, [], "a number in 0-59");
    public static readonly CronFieldKind Hour = new("hour", 0, 23, [], "a number in 0-23");
    public static readonly CronFieldKind DayOfMonth = new("day of month", 1, 31, [], "a number in 1-31");

    public static readonly CronFieldKind Month = new(
        "month", 1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], "a month: JAN-DEC or 1-12");

    public static readonly CronFieldKind DayOfWeek = new(
        "day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], "a day: SUN-SAT or 0-7");

    /// <summary>With seconds; an expression of five fields has all but the first.</summary>
    public static readonly IReadOnlyList<CronFieldKind> All = [Second, Minute, Hour, DayOfMonth, Month, DayOfWeek];

    /// <summary>The largest step of <c>H</c>: it never picks a day that some months lack.</summary>
    public int LastSpread => this == DayOfMonth ? 28 : Last;
}
