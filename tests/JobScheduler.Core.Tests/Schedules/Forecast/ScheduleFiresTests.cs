using JobScheduler.Schedules;
using JobScheduler.Schedules.Forecast;

namespace JobScheduler.Core.Tests.Schedules.Forecast;

public sealed class ScheduleFiresTests
{
    private static CancellationToken Ends => TestContext.Current.CancellationToken;

    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);
    private static readonly CronSpec Hourly = new() { Cron = "0 * * * *" };

    [Fact]
    public void Fires_begin_now_and_include_it() => Assert.Equal([Now, Now.AddHours(1)], Times(Of(Hourly), Now, 2));

    [Fact]
    public void Paused_schedule_says_which_do_not_run_until_when()
    {
        var fires = Paused(Hourly, Now.AddHours(2)).Preview(Now, 4, Ends).Fires;

        Assert.Equal([Now, Now.AddHours(1), Now.AddHours(2), Now.AddHours(3)], fires.Select(fire => fire.NominalAt));
        Assert.Equal(
            ["paused until 2026-11-24T14:00:00.000Z: does not run", "paused until 2026-11-24T14:00:00.000Z: does not run", "", ""],
            fires.Select(fire => string.Join(' ', fire.Notes)));
    }

    [Fact]
    public void Schedule_paused_without_end_says_so_of_all()
    {
        var fires = Paused(Hourly, null).Preview(Now, 3, Ends).Fires;

        Assert.Equal(3, fires.Count);
        Assert.All(fires, fire => Assert.Equal(["paused: does not run unless the schedule is resumed before"], fire.Notes));
    }

    [Fact]
    public void Pause_that_is_over_is_none() =>
        Assert.All(Paused(Hourly, Now).Preview(Now, 3, Ends).Fires, fire => Assert.Empty(fire.Notes));

    [Fact]
    public void Fires_before_the_pause_have_run() =>
        Assert.Equal(
            [0, 0, 1], Paused(Hourly, null, Now.AddMinutes(-30)).Preview(Now.AddHours(-2), 3, Ends).Fires.Select(fire => fire.Notes.Count));

    [Fact]
    public void Runs_that_are_left_are_not_used_up_by_fires_that_do_not_run()
    {
        var schedule = Of(Hourly with { MaxRuns = 5 }) with { Runs = 3, Pause = new SchedulePause(Now, "me", null, Now.AddHours(2)) };

        Assert.Equal(Enumerable.Range(0, 4).Select(hour => Now.AddHours(hour)), Times(schedule, Now, 10));
        Assert.Empty(Times(schedule with { Runs = 5 }, Now, 10));
    }

    [Theory]
    [InlineData(null, "job paused: the run waits until the job is resumed", "job paused: the run waits until the job is resumed")]
    [InlineData(1, "job paused until 2026-11-24T13:00:00.000Z: the run waits until then", "")]
    public void Paused_job_holds_the_runs(int? hours, string first, string second)
    {
        var pause = new JobPause(Now.AddDays(-1), "me", null, hours is { } later ? Now.AddHours(later) : null);
        var fires = ScheduleFires.TryOf(Of(Hourly), new Dictionary<string, CalendarDefinition>(), Now, pause)!.Preview(Now, 2, Ends).Fires;

        Assert.Equal([first, second], fires.Select(fire => string.Join(' ', fire.Notes)));
    }

    [Fact]
    public void Interval_after_ends_of_runs_counts_from_the_end_of_the_pause()
    {
        var spec = new IntervalSpec { Every = TimeSpan.FromMinutes(5), Mode = IntervalMode.Delay };

        var fire = Assert.Single(Paused(spec, Now.AddHours(1)).Preview(Now, 10, Ends).Fires);
        Assert.Equal(Now.AddMinutes(65), fire.NominalAt);
        Assert.Null(TryOf(Of(spec) with { Pause = new SchedulePause(Now, "me", null, null), NextFireAt = null }));
    }

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
        var fire = Assert.Single(TryOf(delay with { NextFireAt = Now.AddMinutes(2) })!.Preview(Now, 10, Ends).Fires);
        Assert.Equal((Now.AddMinutes(2), "2026-11-24T13:02:00+01:00"), (fire.NominalAt, fire.LocalTime));
        Assert.Contains("end of each run", Assert.Single(fire.Notes), StringComparison.Ordinal);
    }

    private static ScheduleFires Paused(ScheduleSpec spec, DateTimeOffset? until, DateTimeOffset? since = null) =>
        TryOf(Of(spec) with { Pause = new SchedulePause(since ?? Now, "me", null, until), NextFireAt = null })!;

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
        [.. TryOf(schedule, now)!.Preview(from, count, Ends).Fires.Select(fire => fire.NominalAt)];
}
