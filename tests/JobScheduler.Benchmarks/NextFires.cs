using System.Diagnostics;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Benchmarks;

/// <summary>
/// How long it takes to find the next fire: of usual expressions, of rare ones, of those with calendars, and of those that never fire.
/// </summary>
internal static class NextFires
{
    private static readonly string[] Zones =
        ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Kolkata"];

    private static readonly string[] Usual =
        [
            "* * * * *", "*/5 * * * *", "30 7 * * MON-FRI", "0 0 * * *", "30 2 * * *", "0 9 1 * *", "0 0 L * *", "15 6 15W * *",
            "*/10 * * * * *", "0 18 * * FRI#2"
        ];

    private static readonly string[] Rare = ["0 0 29 2 *", "0 0 29 2 MON", "30 2 29 3 SUN", "0 0 31 12 SUN", "0 0 1 1 MON#1"];

    private static readonly string[] Never = ["0 0 30 2 *", "0 0 1-7 * MON#2", "0 0 15W * SUN"];

    private static readonly Dictionary<string, CalendarDefinition> Calendars = new()
    {
        ["weekends"] = new() { Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday] },
        ["holidays"] = new() { Dates = [.. Enumerable.Range(0, 2000).Select(i => new DateOnly(2020, 1, 1).AddDays(i * 7 % 12_000))] },
        ["month"] = new()
        {
            Ranges =
            [
                .. Enumerable.Range(0, 400)
                    .Select(i => new DateOnly(2020, 1, 2).AddMonths(i))
                    .Select(day => new DateRange(day, day.AddDays(26))),
            ],
        },
        ["tuesdays"] = new() { Kind = CalendarKind.Include, Weekdays = [DayOfWeek.Tuesday] },
        ["abroad"] = new() { Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday], TimeZone = "Asia/Tokyo" },
    };

    public static Task<IReadOnlyList<Figure>> RunAsync(int runs)
    {
        var calls = runs > 0 ? runs : 2000;
        List<Figure> figures =
        [
            .. Measured("usual", calls, Specs(Usual)),
            .. Measured("rare", calls, Specs(Rare)),
            .. Measured("calendars", calls, Specs(Usual, new("weekends"), new("holidays"), new("abroad"))),
            .. Measured("moved", calls, Specs(Usual, new("holidays", CalendarShift.Next), new("weekends", CalendarShift.Previous))),
            .. Measured("moved over a month", calls, Specs(Usual, new CalendarUse("month", CalendarShift.Next))),
            .. Measured("never", calls, Specs(Never)),
            .. Measured("never: all in a gap", calls, [Gap("30 2 * MAR SUNL"), Gap("0-59 2 * MAR SUNL")]),
            .. Measured(
                "never: calendars",
                calls,
                Specs(["0 9 * * MON", "* * * * *"], [new CalendarUse("tuesdays"), new CalendarUse("weekends"), .. Refusing(14)])),
            .. Measured(
                "never: moved",
                calls,
                Specs(["0 9 * * MON", "* * * * *"], [new CalendarUse("tuesdays", CalendarShift.Next), .. Refusing(15)])),
            Previewed("preview of 10", 10, 100, Specs(Usual, new("weekends"), new("holidays", CalendarShift.Next))),
            Previewed("preview of 1,000", 1000, 3, Specs(Usual, new("weekends"), new("holidays", CalendarShift.Next))),
        ];
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static List<ScheduleSpec> Specs(string[] expressions, params CalendarUse[] calendars) =>
        [
            .. from expression in expressions
               from zone in Zones
               select new CronSpec { Cron = expression, TimeZone = zone, Calendars = calendars },
        ];

    private static CronSpec Gap(string expression) =>
        new() { Cron = expression, TimeZone = "Europe/Berlin", Dst = new DstPolicy { Gap = GapRule.Skip } };

    // All days but one in seven are refused by each, and together all.
    private static IEnumerable<CalendarUse> Refusing(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Calendars[$"day{i}"] =
                new() { Kind = CalendarKind.Include, Weekdays = [(DayOfWeek)(i % 7)], Dates = Calendars["holidays"].Dates };
            yield return new CalendarUse($"day{i}");
        }
    }

    private static List<Figure> Measured(string name, int calls, IReadOnlyList<ScheduleSpec> specs)
    {
        var times = specs.Select(spec => FireTimes.Of(spec, new ScheduleIdentity("tenant", "job", "schedule"), Calendars)).ToList();
        var starts = Enumerable.Range(0, calls)
            .Select(i => new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(i * 7919L % 15_000_000))
            .ToList();
        var spent = new List<double>(times.Count * calls);
        var total = 0.0;
        foreach (var spec in times)
        {
            // The first calls compile the code.
            starts.Take(100).ToList().ForEach(start => spec.Next(start));

            // The mean is taken over all at once: single calls are hardly longer than a tick of the stopwatch.
            var before = Stopwatch.GetTimestamp();
            starts.ForEach(start => spec.Next(start));
            total += Stopwatch.GetElapsedTime(before).TotalMicroseconds;
            spent.AddRange(starts.Select(start => Math.Min(Once(spec, start), Math.Min(Once(spec, start), Once(spec, start)))));
        }

        spent.Sort();
        return
        [
            new Figure($"{name}, mean µs", total / spent.Count),
            new Figure($"{name}, p99 µs", spent[spent.Count * 99 / 100]),
            new Figure($"{name}, max µs", spent[^1]),
        ];
    }

    private static Figure Previewed(string name, int count, int calls, IReadOnlyList<ScheduleSpec> specs)
    {
        var times = specs.Select(spec => FireTimes.Of(spec, new ScheduleIdentity("tenant", "job", "schedule"), Calendars)).ToList();
        var before = Stopwatch.GetTimestamp();
        for (var i = 0; i < calls; i++)
        {
            var from = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(i * 101);
            times.ForEach(spec => spec.Preview(from, count));
        }

        return new Figure($"{name}, mean µs", Stopwatch.GetElapsedTime(before).TotalMicroseconds / calls / times.Count);
    }

    // The least of three is taken: what is measured is the search, not the scheduler of a shared machine or the collector.
    private static double Once(FireTimes times, DateTimeOffset start)
    {
        var before = Stopwatch.GetTimestamp();
        times.Next(start);
        return Stopwatch.GetElapsedTime(before).TotalMicroseconds;
    }
}
