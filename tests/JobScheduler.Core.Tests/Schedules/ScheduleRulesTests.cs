using JobScheduler.Core.Tests.Schedules.Oracle;
using JobScheduler.Schedules;

namespace JobScheduler.Core.Tests.Schedules;

public sealed class ScheduleRulesTests
{
    private static readonly DateTimeOffset Now = Subject.At("2026-11-24T12:00:00Z");
    private static readonly CronSpec Cron = Subject.Cron("30 7 * * MON-FRI", "Europe/Berlin");
    private static readonly IntervalSpec Interval = new() { Every = TimeSpan.FromMinutes(15) };
    private static readonly OnceSpec Once = new() { At = Now.AddHours(1) };

    private static readonly Dictionary<string, CalendarDefinition> Calendars = new()
    {
        ["holidays"] = new() { Dates = [new(2026, 12, 25)] },
        ["never"] = new() { Kind = CalendarKind.Include },
        ["us"] = new() { Dates = [new(2026, 12, 25)], TimeZone = "America/New_York" },
    };

    public static TheoryData<string, ScheduleSpec> Right => new()
    {
        {
            "cron",
            Cron with
            {
                Calendars = [new("holidays-de", CalendarShift.Next)],
                StartAt = Now,
                EndAt = Now.AddDays(1),
                MaxRuns = 1,
                Jitter = TimeSpan.FromHours(24),
            }
        },
        { "windows zone", Cron with { TimeZone = "W. Europe Standard Time" } },
        { "shortest", Interval with { Every = TimeSpan.FromSeconds(1), Anchor = Now } },
        { "longest", Interval with { Every = TimeSpan.FromDays(366), Mode = IntervalMode.Delay } },
        { "at", Once with { Calendars = [new("c")], Jitter = TimeSpan.FromMinutes(1) } },
        { "after", new OnceSpec { After = TimeSpan.Zero } },
    };

    public static TheoryData<ScheduleSpec, string> Wrong => new()
    {
        { Cron with { Cron = "0 0 42 * *" }, "spec.cron: field 3 (day of month): 42 is not in 1-31" },
        { Cron with { TimeZone = "Europe/Berln" }, "spec.timeZone: is not an IANA or Windows time zone id; did you mean Europe/Berlin?" },
        { Cron with { TimeZone = "berlin" }, "spec.timeZone: is not an IANA or Windows time zone id; did you mean Europe/Berlin?" },
        { Cron with { TimeZone = "utc" }, "spec.timeZone: is not an IANA or Windows time zone id; did you mean Etc/UTC or UTC?" },
        {
            Cron with { TimeZone = "Middle-earth/Shire" },
            "spec.timeZone: is not an IANA or Windows time zone id, such as Europe/Berlin or UTC"
        },
        { Cron with { TimeZone = "" }, "spec.timeZone: is not an IANA or Windows time zone id, such as Europe/Berlin or UTC" },
        { Cron with { StartAt = DateTimeOffset.MinValue }, "spec.startAt: must be in the years 1970 to 9000" },
        { Cron with { EndAt = DateTimeOffset.MaxValue }, "spec.endAt: must be in the years 1970 to 9000" },
        { Cron with { StartAt = Now, EndAt = Now }, "spec.endAt: must be after startAt (2026-11-24T12:00:00.000Z)" },
        { Cron with { MaxRuns = 0 }, "spec.maxRuns: must be 1 or more, or null for no limit" },
        { Cron with { Jitter = TimeSpan.FromHours(25) }, "spec.jitter: must be 0s to 1d" },
        { Cron with { Jitter = TimeSpan.FromTicks(-1) }, "spec.jitter: must be 0s to 1d" },
        { Cron with { Calendars = [new("a"), new("b"), new("a")] }, "spec.calendars[2].id: 'a' is listed twice" },
        {
            Cron with { Calendars = [new("A b")] },
            "spec.calendars[0].id: must be 1 to 100 characters: a-z, 0-9, and after the first also . _ -"
        },
        {
            Cron with { Calendars = [.. Enumerable.Range(0, 17).Select(i => new CalendarUse($"c{i}"))] },
            "spec.calendars: has 17 calendars; at most 16 are allowed"
        },
        { Interval with { Every = TimeSpan.FromMilliseconds(999) }, "spec.every: must be 1s to 366d" },
        { Interval with { Every = TimeSpan.FromDays(367) }, "spec.every: must be 1s to 366d" },
        { Interval with { Every = TimeSpan.MinValue }, "spec.every: must be 1s to 366d" },
        { Interval with { Anchor = DateTimeOffset.MaxValue }, "spec.anchor: must be in the years 1970 to 9000" },
        {
            Interval with { Calendars = [new("a"), new("b", CalendarShift.Next)] },
            "spec.calendars[1].shift: moves only fires of cron schedules; use none"
        },
        { new OnceSpec(), "spec.at: is missing; give at or after" },
        { Once with { After = TimeSpan.FromMinutes(1) }, "spec.at: give at or after, not both" },
        { new OnceSpec { After = TimeSpan.FromTicks(-1) }, "spec.after: must be 0s to 36525d" },
        { new OnceSpec { After = TimeSpan.MaxValue }, "spec.after: must be 0s to 36525d" },
        { Once with { At = DateTimeOffset.MaxValue }, "spec.at: must be in the years 1970 to 9000" },
        { Once with { StartAt = Now }, "spec.startAt: has no effect on a single fire; set it to null" },
        { Once with { EndAt = Now }, "spec.endAt: has no effect on a single fire; set it to null" },
        { Once with { MaxRuns = 1 }, "spec.maxRuns: has no effect on a single fire; set it to null" },
        {
            Once with { Calendars = [new("a", CalendarShift.Previous)] },
            "spec.calendars[0].shift: moves only fires of cron schedules; use none"
        },
    };

    public static TheoryData<ScheduleSpec, string> Silent => new()
    {
        { Subject.Cron("0 0 30 2 *"), "spec.cron: never fires: no day of any year matches" },
        { Subject.Cron("30 2 * MAR SUNL", "Europe/Berlin", GapRule.Skip), "spec.dst.gap: never fires: clock changes skip all its times" },
        { Cron with { EndAt = Now.AddMinutes(1) }, "spec.endAt: is not after the next fire, which would be at 2026-11-25T06:30:00.000Z" },
        { Cron with { EndAt = Now.AddDays(-1) }, "spec.endAt: is not after the next fire, which would be at 2026-11-25T06:30:00.000Z" },
        {
            Cron with { Calendars = [new("holidays"), new("never")] },
            "spec.calendars: never fires: calendars 'holidays', 'never' together allow none of its days"
        },
        {
            Subject.Cron("0 9 25 12 *") with
            {
                Calendars = [new("holidays", CalendarShift.Next)],
                EndAt = Subject.At("2026-12-26T00:00:00Z"),
            },
            "spec.endAt: is not after the next fire that the calendars allow, which would be at 2026-12-26T09:00:00.000Z"
        },
        {
            Cron with { Calendars = [new("holidays", CalendarShift.Next), new("us", CalendarShift.Previous)] },
            "spec.calendars[1].shift: calendar 'us' has days of America/New_York; "
                + "only days of the schedule's own zone (Europe/Berlin) can be moved; use none"
        },
        { Once with { At = Now.AddMilliseconds(-1) }, "spec.at: is in the past; it is now 2026-11-24T12:00:00.000Z" },
        {
            Once with { At = Subject.At("2026-12-25T10:00:00Z"), Calendars = [new("holidays")] },
            "spec.calendars: never fires: calendar 'holidays' does not allow its day"
        },
        { Interval with { Calendars = [new("never")] }, "spec.calendars: never fires: calendar 'never' allows none of its days" },
        {
            Interval with { Mode = IntervalMode.Delay, Anchor = Now.AddDays(-1) },
            "spec.anchor: is in the past; it is now 2026-11-24T12:00:00.000Z"
        },
    };

    public static TheoryData<ScheduleSpec> Firing => new()
    {
        Cron,
        Cron with { Calendars = [new("missing"), new("holidays", CalendarShift.Next)] },
        Cron with { StartAt = Subject.At("8999-12-31T00:00:00Z") },
        Once with { At = Now },
        new OnceSpec { After = TimeSpan.Zero },
        new OnceSpec { After = TimeSpan.FromDays(36_525) },
        Interval,
        Interval with { Anchor = Now.AddYears(-50) },
        Interval with { Mode = IntervalMode.Delay },
        Interval with { Mode = IntervalMode.Delay, StartAt = Now.AddDays(3) },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public void CheckSpec_what_is_right_is_accepted(string name, ScheduleSpec spec) =>
        Assert.True(Errors(errors => ScheduleRules.CheckSpec(spec, "spec", errors)) is [], name);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void CheckSpec_what_is_wrong_is_refused_at_its_field(ScheduleSpec spec, string error) =>
        Assert.Equal([error], Errors(errors => ScheduleRules.CheckSpec(spec, "spec", errors)));

    [Theory]
    [MemberData(nameof(Silent))]
    public void CheckFires_what_never_fires_is_refused_at_the_field_to_blame(ScheduleSpec spec, string error) =>
        Assert.Equal([error], Errors(errors => ScheduleRules.CheckFires(spec, Subject.Identity, Calendars, Now, "spec", errors)));

    [Theory]
    [MemberData(nameof(Firing))]
    public void CheckFires_what_fires_is_accepted(ScheduleSpec spec) =>
        Assert.Empty(Errors(errors => ScheduleRules.CheckFires(spec, Subject.Identity, Calendars, Now, "spec", errors)));

    [Fact]
    public void Check_says_all_that_is_wrong_at_once()
    {
        var definition = new ScheduleDefinition
        {
            Spec = Cron with { Cron = "x * * * *", TimeZone = "?", MaxRuns = -1 },
            Policy = new SchedulePolicy { CatchUpWindow = TimeSpan.FromDays(32), MaxCatchUp = 1001 },
        };

        Assert.Equal(
            [
                "spec.timeZone: is not an IANA or Windows time zone id, such as Europe/Berlin or UTC",
                "spec.maxRuns: must be 1 or more, or null for no limit",
                "spec.cron: field 1 (minute): 'X' is not a number in 0-59",
                "policy.catchUpWindow: must be 0s to 31d",
                "policy.maxCatchUp: must be 1 to 1000",
            ],
            Errors(errors => ScheduleRules.Check(definition, errors)));
    }

    [Fact]
    public void Resolve_fills_in_what_a_request_leaves_open()
    {
        Assert.Equal(
            new OnceSpec { At = Now.AddMinutes(40) }, SpecDefaults.Resolve(new OnceSpec { After = TimeSpan.FromMinutes(40) }, Now));
        Assert.Equal(Interval with { Anchor = Now }, SpecDefaults.Resolve(Interval, Now));
        Assert.Equal(Interval with { Anchor = Now }, SpecDefaults.Resolve(Interval, Now.AddDays(1), Interval with { Anchor = Now }));
        Assert.Equal(Interval with { Anchor = Now.AddMinutes(15) }, SpecDefaults.Propose(Interval, Now));
        Assert.Same(Cron, SpecDefaults.Resolve(Cron, Now));
    }

    private static List<string> Errors(Action<ErrorList> check)
    {
        var errors = new ErrorList();
        check(errors);
        return [.. errors.ToDictionary().SelectMany(error => error.Value.Select(message => $"{error.Key}: {message}"))];
    }
}
