namespace JobScheduler.Scenarios.Fleet;

/// <summary>Draws the schedules of a fleet, of all kinds, from a seed. Fires are at minutes that five divides, mostly once a day.</summary>
internal sealed class FleetDesign(Entropy chance, DateTimeOffset start)
{
    public static readonly IReadOnlyList<string> Zones =
    [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Chatham", "Asia/Kathmandu", "Asia/Kolkata",
        "Australia/Adelaide", "America/St_Johns",
        "America/Santiago", "Africa/Casablanca", "Europe/Dublin", "Africa/Cairo", "America/Sao_Paulo", "UTC", "W. Europe Standard Time",
        "Pacific/Apia", "Asia/Beirut",
        "America/Havana", "Atlantic/Azores",
    ];

    /// <summary>Those of the transitions of 2026 around which expressions of every n minutes are tried.</summary>
    private static readonly (string Zone, DateTime Change)[] Changes =
    [
        ("Europe/Berlin", new(2026, 3, 29)),
        ("Europe/Berlin", new(2026, 10, 25)),
        ("America/New_York", new(2026, 3, 8)),
        ("America/New_York", new(2026, 11, 1)),
        ("Australia/Lord_Howe", new(2026, 4, 4)),
        ("Australia/Lord_Howe", new(2026, 10, 3)),
        ("Pacific/Chatham", new(2026, 4, 4)),
        ("Pacific/Chatham", new(2026, 9, 26)),
        ("America/Santiago", new(2026, 4, 5)),
        ("America/Santiago", new(2026, 9, 6)),
        ("America/Havana", new(2026, 3, 8)),
        ("Africa/Casablanca", new(2027, 2, 7)),
    ];

    private static readonly string[] Days =
        [
            "* * *", "* * MON-FRI", "L * *", "LW * *", "15W * *", "1W * *", "L-3 * *", "* * FRI#2", "* * 5L", "* * MON#1", "1,15 * *",
            "29 2 *", "*/3 * *", "* * SUN", "13 * FRI", "* 3,10 SUN"
        ];

    public IReadOnlyDictionary<string, CalendarDefinition> Calendars { get; } = new Dictionary<string, CalendarDefinition>
    {
        ["workdays"] = new() { Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday] },
        ["holidays"] = new()
        {
            Dates = [new(2026, 4, 3), new(2026, 4, 6), new(2026, 5, 1), new(2026, 12, 25)],
            Ranges = [new(new(2026, 8, 3), new(2026, 8, 14))],
        },
        ["tokyo"] = new()
        {
            Kind = CalendarKind.Include,
            Weekdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Thursday],
            TimeZone = "Asia/Tokyo",
        },
    };

    public IEnumerable<FleetMember> Members(int dailies)
    {
        for (var i = 0; i < dailies; i++)
        {
            yield return Member(
                "daily", i, new ScheduleDefinition { Spec = Daily(i), Policy = Policy(i), Input = Seconds(i % 7 == 0 ? 40 : 0) });
        }

        foreach (var ((zone, change), i) in Changes.Select((item, i) => (item, i)))
        {
            var day = new DateTimeOffset(change, TimeSpan.Zero);
            for (var rule = 0; rule < 4; rule++)
            {
                var spec = new CronSpec
                {
                    Cron = i % 2 == 0 ? "*/20 * * * *" : "5,35 * * * *",
                    TimeZone = zone,
                    Dst = Dst(rule + i),
                    StartAt = day.AddDays(-2),
                    EndAt = day.AddDays(2),
                };
                yield return Member("dst", (4 * i) + rule, new ScheduleDefinition { Spec = spec, Policy = Policy(rule) });
            }
        }

        foreach (var rule in EnumText.Values<OverlapRule>())
        {
            // Each of them runs for longer than its distance, for a day.
            var spec =
                new CronSpec { Cron = "*/5 * * * *", StartAt = start.AddDays(40 + (int)rule), EndAt = start.AddDays(41 + (int)rule) };
            yield return Member(
                "long",
                (int)rule,
                new ScheduleDefinition { Spec = spec, Policy = new SchedulePolicy { Overlap = rule }, Input = Seconds(400) });
            yield return Member("hourly", (int)rule, new ScheduleDefinition { Spec = Hourly((int)rule), Policy = Policy((int)rule) });
            yield return Member(
                "bounded",
                (int)rule,
                new ScheduleDefinition
                {
                    Spec = Daily((int)rule) with { MaxRuns = 20 + (int)rule, Calendars = [] },
                    Policy = Policy((int)rule),
                });
        }

        for (var i = 0; i < 8; i++)
        {
            yield return Member(
                "once",
                i,
                new ScheduleDefinition
                {
                    Spec = new OnceSpec { At = start.AddDays(20 + (40 * i)), Jitter = TimeSpan.FromMinutes(i % 2) },
                    Policy = Policy(i),
                });
            yield return Member("rate", i, new ScheduleDefinition { Spec = Rate(i), Policy = Policy(i) });
            yield return Member("delay", i, new ScheduleDefinition
            {
                Spec = new IntervalSpec { Every = TimeSpan.FromMinutes(400 + (130 * i)), Mode = IntervalMode.Delay },
                Policy = Policy(i),
                Input = Seconds(i),
            });
        }
    }

    public CronSpec Daily(int i)
    {
        // Hours in which clocks change are more frequent than others.
        var hour = i % 10 == 9 ? "H" : (i % 3) switch { 0 => "2", 1 => $"{Draw(24)}", _ => "0,3" };
        var minute = i % 10 == 9 ? "H" : $"{5 * Draw(12)}";

        // Days that a calendar of theirs may never allow would be refused.
        var days = i % 10 == 9 || i % 5 == 2 || (i % 5 == 0 && i % 3 == 0) ? "* * *" : Days[i % Days.Length];
        return new CronSpec
        {
            Cron = $"{minute} {hour} {days}",
            TimeZone = Zones[i % Zones.Count],
            Dst = Dst(i),
            Jitter = i % 6 == 5 ? TimeSpan.FromMinutes(4) : TimeSpan.Zero,
            Calendars = i % 10 == 9 ? [] : (i % 5) switch
            {
                0 => [new CalendarUse("workdays", (CalendarShift)(i % 3))],
                1 => [new CalendarUse("holidays", (CalendarShift)(i / 5 % 3)), new CalendarUse("workdays", CalendarShift.Previous)],
                2 => [new CalendarUse("tokyo")],
                _ => [],
            },
        };
    }

    public SchedulePolicy Policy(int i) => new()
    {
        Overlap = (OverlapRule)(i % 5),
        Misfire = (MisfireRule)Draw(3),
        CatchUpWindow = TimeSpan.FromMinutes(30 + (60 * Draw(8))),
        MaxCatchUp = 1 + Draw(4),
    };

    private static CronSpec Hourly(int i) =>
        new() { Cron = $"{10 * i} * * * *", TimeZone = Zones[i], Dst = Dst(i), Calendars = i == 2 ? [new CalendarUse("holidays")] : [] };

    private IntervalSpec Rate(int i) => new()
    {
        Every = TimeSpan.FromMinutes(15 * (3 + (11 * i))),
        Anchor = start.AddHours(1),
        StartAt = i % 2 == 0 ? null : start.AddDays(3),
        EndAt = i < 2 ? start.AddDays(60) : null,
        Calendars = i % 3 == 2 ? [new CalendarUse("tokyo")] : [],
    };

    private static DstPolicy Dst(int i) => new() { Gap = (GapRule)(i % 4), Overlap = (RepeatRule)(i / 2 % 4) };

    private static RawJson Seconds(int seconds) => new($$"""{"seconds":{{seconds}}}""");

    private static FleetMember Member(string kind, int i, ScheduleDefinition definition) => new($"job{i % 10}", $"{kind}{i}", definition);

    private int Draw(int below) => (int)(chance.NextBits() % (ulong)below);
}
