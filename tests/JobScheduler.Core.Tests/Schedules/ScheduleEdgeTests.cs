using JobScheduler.Schedules;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Core.Tests.Schedules;

/// <summary>Corners of planning, each of which was wrong once.</summary>
public sealed class ScheduleEdgeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, CalendarDefinition> NoCalendars = [];
    private static readonly ScheduleIdentity Identity = new("acme", "job", "s");

    private static readonly Dictionary<string, CalendarDefinition> NoWeekends = new()
    {
        ["work"] = new CalendarDefinition { Kind = CalendarKind.Exclude, Weekdays = [DayOfWeek.Saturday, DayOfWeek.Sunday] },
    };

    [Fact]
    public void Delay_of_10_s_survives_a_weekend_that_its_calendar_excludes()
    {
        // 172,800 s are refused: 17,280 intervals.
        var spec = new IntervalSpec { Every = TimeSpan.FromSeconds(10), Mode = IntervalMode.Delay, Calendars = [new CalendarUse("work")] };
        var friday = new DateTimeOffset(2026, 3, 6, 23, 59, 55, TimeSpan.Zero);
        Assert.NotNull(FireTimes.Of(spec, Identity, NoWeekends).NextAfterEnd(friday));
    }

    [Fact]
    public void Delay_that_the_rules_accept_on_a_weekend_has_a_first_fire()
    {
        var spec = new IntervalSpec { Every = TimeSpan.FromSeconds(10), Mode = IntervalMode.Delay, Calendars = [new CalendarUse("work")] };
        var saturday = new DateTimeOffset(2026, 3, 7, 0, 0, 0, TimeSpan.Zero);
        var errors = new ErrorList();
        ScheduleRules.CheckFires(spec, Identity, NoWeekends, saturday, "spec", errors);
        Assert.True(errors.IsEmpty);
        var created = ScheduleChange.Of(null, Of(spec), [], NoWeekends, saturday);
        Assert.NotNull(FirePlanner.Wait(created, NoWeekends, saturday).Act);
    }

    [Fact]
    public void Preview_of_a_delay_shows_the_fire_that_it_will_have()
    {
        var spec = new IntervalSpec { Every = TimeSpan.FromHours(5), Mode = IntervalMode.Delay, Calendars = [new CalendarUse("work")] };
        var saturday = new DateTimeOffset(2026, 3, 7, 1, 0, 0, TimeSpan.Zero);
        var shown = FireTimes.Of(SpecDefaults.Propose(spec, saturday), Identity, NoWeekends).Next(saturday);
        Assert.Equal(shown, ScheduleChange.Of(null, Of(spec), [], NoWeekends, saturday).State.NextDelay);
    }

    [Fact]
    public void What_a_paused_schedule_would_have_fired_is_not_there_although_an_older_fire_is_not_accounted_for_yet()
    {
        // 12:01 is due; paused at 12:01:10, resumed at 12:05:05, the clock looks only then.
        var before = Of(EveryMinute);
        var paused = ScheduleChange.Of(
            before, before with { Pause = new SchedulePause(Noon, "me", null, null) }, [], NoCalendars, Noon.AddSeconds(70));
        var resumed = ScheduleChange.Of(paused, paused with { Pause = null }, [], NoCalendars, Noon.AddSeconds(305));
        Assert.Equal([Noon.AddMinutes(1), Noon.AddMinutes(6)], Fires(resumed, Noon.AddSeconds(305), Noon.AddMinutes(6)));
    }

    [Fact]
    public void A_definition_does_not_fire_for_times_before_it_was_written()
    {
        // Minutely until 12:01:10 (12:01 is not accounted for), hourly until 12:05:10, minutely from then on.
        var hourly = Change(Of(EveryMinute), new CronSpec { Cron = "0 * * * *" }, Noon.AddSeconds(70));
        var minutely = Change(hourly, EveryMinute, Noon.AddSeconds(310));
        Assert.Equal([Noon.AddMinutes(1), Noon.AddMinutes(6)], Fires(minutely, Noon.AddSeconds(310), Noon.AddMinutes(6)));
    }

    [Fact]
    public void Once_after_0_s_on_a_schedule_that_exists_fires()
    {
        var changed = Change(Of(new CronSpec { Cron = "0 * * * *" }), new OnceSpec { At = Noon.AddSeconds(20) }, Noon.AddSeconds(20));
        Assert.Equal([Noon.AddSeconds(20)], Fires(changed, Noon.AddSeconds(20), Noon.AddSeconds(60)));
    }

    [Fact]
    public void Once_that_is_due_and_changed_fires_once()
    {
        var once = Of(new OnceSpec { At = Noon.AddSeconds(10) });
        var changed = ScheduleChange.Of(
            once, once with { Definition = once.Definition with { Priority = Priority.High } }, [], NoCalendars, Noon.AddSeconds(20));
        Assert.Equal([Noon.AddSeconds(10)], Fires(changed, Noon.AddSeconds(20), Noon.AddSeconds(60)));
    }

    [Fact]
    public void Delay_that_has_had_its_maxRuns_has_no_other_when_it_is_changed()
    {
        var spec = new IntervalSpec { Every = TimeSpan.FromMinutes(5), Mode = IntervalMode.Delay, MaxRuns = 1 };
        var ended = Of(spec) with { State = new ScheduleState { Cursor = Noon, Runs = 1, NextDelay = Noon.AddMinutes(5) } };
        Assert.Null(FirePlanner.Wait(ended, NoCalendars, Noon).Act);
        var changed = ScheduleChange.Of(
            ended, ended with { Definition = ended.Definition with { Priority = Priority.High } }, [], NoCalendars, Noon.AddMinutes(10));
        Assert.Empty(Fires(changed, Noon.AddMinutes(10), Noon.AddHours(1)));
    }

    [Fact]
    public void A_new_definition_does_not_wait_for_the_jitter_of_the_old_one()
    {
        // A daily fire with up to 24 h of jitter is due later today; meanwhile the schedule is made minutely.
        var daily = new CronSpec { Cron = "1 12 * * *", Jitter = TimeSpan.FromHours(24) };
        var due = FireIds.Due(new string('7', 64), Noon.AddMinutes(1), daily.Jitter);
        Assert.True(due > Noon.AddHours(3), due.ToString("O"));
        var changed = Change(Of(daily), EveryMinute, Noon.AddMinutes(5));
        Assert.Equal([Noon.AddMinutes(1), Noon.AddMinutes(6), Noon.AddMinutes(7)], Fires(changed, Noon.AddMinutes(6), Noon.AddMinutes(7)));
    }

    [Fact]
    public void Fires_that_waited_for_their_jitter_run_when_their_schedule_is_paused()
    {
        var schedule = Of(new CronSpec { Cron = "* * * * *", Jitter = TimeSpan.FromHours(24) });
        var now = Noon.AddMinutes(4).AddSeconds(10);
        var paused = ScheduleChange.Of(schedule, schedule with { Pause = new SchedulePause(now, "me", null, null) }, [], NoCalendars, now);
        Assert.Equal(Enumerable.Range(1, 4).Select(minute => Noon.AddMinutes(minute)), Fires(paused, now, now.AddDays(2)));
    }

    [Fact]
    public void A_new_definition_fires_before_the_time_of_a_fire_ahead_that_was_canceled()
    {
        // 12:01 was handed on ahead and canceled by hand at 12:00:36: it has not started.
        var minutely = Of(EveryMinute) with
        {
            Definition = new ScheduleDefinition { Spec = EveryMinute, Policy = new SchedulePolicy { Overlap = OverlapRule.Allow } },
        };
        var ahead = FirePlanner.Plan(minutely, NoCalendars, Noon.AddSeconds(35), new HashSet<DateTimeOffset>()).After;
        var tens = ahead with { Definition = ahead.Definition with { Spec = new CronSpec { Cron = "*/10 * * * * *" } } };
        var changed = ScheduleChange.Of(ahead, tens, [], NoCalendars, Noon.AddSeconds(37));
        Assert.Contains(Noon.AddSeconds(40), Fires(changed, Noon.AddSeconds(40), Noon.AddSeconds(50)));
    }

    private static readonly ScheduleSpec EveryMinute = new CronSpec { Cron = "* * * * *" };

    private static FiringSchedule Of(ScheduleSpec spec) => new()
    {
        Identity = Identity,
        Definition = new ScheduleDefinition { Spec = spec },
        Seed = new string('7', 64),
        State = new ScheduleState { Cursor = Noon },
    };

    private static FiringSchedule Change(FiringSchedule before, ScheduleSpec spec, DateTimeOffset now) =>
        ScheduleChange.Of(before, before with { Definition = before.Definition with { Spec = spec } }, [], NoCalendars, now);

    private static List<DateTimeOffset> Fires(FiringSchedule schedule, params DateTimeOffset[] looks)
    {
        var fires = new List<DateTimeOffset>();
        foreach (var now in looks)
        {
            FirePlan plan;
            do
            {
                plan = FirePlanner.Plan(schedule, NoCalendars, now, new HashSet<DateTimeOffset>());
                fires.AddRange(plan.Fires.Select(fire => fire.Nominal).Where(nominal => nominal <= now));
                schedule = plan.After;
            }
            while (plan.Act == now);
        }

        return fires;
    }
}
