using JobScheduler.Schedules;
using JobScheduler.Schedules.Forecast;

namespace JobScheduler.Core.Tests.Schedules.Forecast;

public sealed class ScheduleFiresTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly CronSpec Hourly = new() { Cron = "0 * * * *" };

    [Fact]
    public void Fires_begin_now_and_include_it() => Assert.Equal([Now, Now.AddHours(1)], Times(Of(Hourly), Now, 2));

    [Fact]
    public void Paused_schedule_has_none() => Assert.Null(TryOf(Of(Hourly) with { Pause = new SchedulePause(Now, "me", null, null) }));

    [Fact]
    public void Spec_that_is_not_valid_has_none() => Assert.Null(TryOf(Of(new CronSpec { Cron = "every day" })));

    [Theory]
    [InlineData(5, 3, 0, 2)]
    [InlineData(5, 5, 0, 0)]
    [InlineData(5, 9, 0, 0)]
    [InlineData(5, 3, 1, 1)]
    [InlineData(5, 3, 2, 0)]
    [InlineData(5, 3, -2, 4)]
    public void Runs_that_are_left_are_counted_from_now(int most, int runs, int fromHours, int shown) =>
        Assert.Equal(shown, Times(Of(Hourly with { MaxRuns = most }) with { Runs = runs }, Now.AddHours(fromHours), 10).Count);

    [Fact]
    public void Fire_that_was_dispatched_ahead_is_shown_and_not_counted_twice()
    {
        var now = Now.AddSeconds(-20);
        var schedule = Of(Hourly with { MaxRuns = 5 }) with { Runs = 4, LastFireAt = Now };

        Assert.Equal([Now, Now.AddHours(1)], Times(schedule, now, 10, now));
    }

    [Fact]
    public void More_runs_than_are_counted_are_enough() =>
        Assert.Equal(10, Times(Of(new CronSpec { Cron = "* * * * * *", MaxRuns = 1_000_000 }), Now.AddDays(300), 10).Count);

    [Fact]
    public void Interval_after_ends_of_runs_shows_the_next_fire_alone()
    {
        var delay = Of(
            new IntervalSpec
            {
                Every = TimeSpan.FromMinutes(5),
                Mode = IntervalMode.Delay,
                Anchor = Now.AddDays(-3),
                TimeZone = "Europe/Berlin",
            });

        Assert.Null(TryOf(delay with { NextFireAt = null }));
        var fire = Assert.Single(TryOf(delay with { NextFireAt = Now.AddMinutes(2) })!.Preview(Now, 10).Fires);
        Assert.Equal((Now.AddMinutes(2), "2026-11-24T13:02:00+01:00"), (fire.NominalAt, fire.LocalTime));
        Assert.Contains("end of each run", Assert.Single(fire.Notes), StringComparison.Ordinal);
    }

    private static ScheduleRecord Of(ScheduleSpec spec) => new()
    {
        Tenant = "acme",
        JobId = "job",
        Id = "s",
        Definition = new ScheduleDefinition { Spec = spec },
        CreatedBy = "me",
        CreatedAt = Now,
        UpdatedAt = Now,
    };

    private static ScheduleFires? TryOf(ScheduleRecord schedule, DateTimeOffset? now = null) =>
        ScheduleFires.TryOf(schedule, new Dictionary<string, CalendarDefinition>(), now ?? Now);

    private static List<DateTimeOffset> Times(ScheduleRecord schedule, DateTimeOffset from, int count, DateTimeOffset? now = null) =>
        [.. TryOf(schedule, now)!.Preview(from, count).Fires.Select(fire => fire.NominalAt)];
}
