using JobScheduler.Schedules;

namespace JobScheduler.Core.Tests.Schedules;

/// <summary>Who accounts for a fire when its schedule is changed around its time.</summary>
public sealed class ScheduleChangeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, CalendarDefinition> NoCalendars = [];

    [Fact]
    public void Of_change_before_the_next_fire_goes_on_from_the_change()
    {
        var changed = Change(Minutely(Noon), Hourly, Noon.AddSeconds(20));
        Assert.Empty(changed.State.Tails);
        Assert.Equal(Noon.AddSeconds(20), changed.State.Cursor);
        Assert.Equal([Noon.AddHours(1)], Fires(changed, Noon.AddHours(1)));
    }

    [Fact]
    public void Of_change_after_a_fire_was_due_leaves_it_to_the_definition_of_before()
    {
        var changed = Change(Minutely(Noon), Hourly, Noon.AddMinutes(2).AddSeconds(5));
        Assert.Equal(
            [Noon.AddMinutes(1), Noon.AddMinutes(2), Noon.AddHours(1)], Fires(changed, Noon.AddMinutes(2).AddSeconds(5), Noon.AddHours(1)));
    }

    [Fact]
    public void Of_change_with_fires_ahead_takes_them_over_but_for_those_that_have_started()
    {
        var ahead = FirePlanner.Plan(Minutely(Noon), NoCalendars, Noon.AddSeconds(50), new HashSet<DateTimeOffset>()).After;
        Assert.Equal([Noon.AddMinutes(1)], ahead.State.Ahead(Noon.AddSeconds(55)));
        var takenBack = Change(ahead, EveryMinute, Noon.AddSeconds(55));
        Assert.Equal([Noon.AddMinutes(1)], Fires(takenBack, Noon.AddMinutes(1)));
        Assert.Equal(0, takenBack.State.Runs);
        var started = ScheduleChange.Of(ahead, ahead, [Noon.AddMinutes(1)], NoCalendars, Noon.AddSeconds(55));
        Assert.Empty(Fires(started, Noon.AddMinutes(1)));
        Assert.Equal(1, started.State.Runs);
    }

    [Fact]
    public void Of_pause_keeps_what_was_due_and_drops_what_comes()
    {
        var before = Minutely(Noon);
        var paused = ScheduleChange.Of(
            before, before with { Pause = new SchedulePause(Noon, "me", null, null) }, [], NoCalendars, Noon.AddSeconds(70));
        Assert.Equal([Noon.AddMinutes(1)], Fires(paused, Noon.AddSeconds(70), Noon.AddHours(1)));
        var resumed = ScheduleChange.Of(
            paused with { State = paused.State with { Tails = [] } }, before with { Pause = null }, [], NoCalendars, Noon.AddHours(1));
        Assert.Equal([Noon.AddMinutes(61)], Fires(resumed, Noon.AddMinutes(61)));
    }

    [Fact]
    public void Of_delay_keeps_waiting_for_the_run_under_way()
    {
        var delay = new IntervalSpec { Every = TimeSpan.FromMinutes(5), Mode = IntervalMode.Delay };
        var waiting = With(Minutely(Noon), delay) with { State = new ScheduleState { Cursor = Noon, WaitsFor = Noon } };
        var changed = Change(waiting, delay with { Every = TimeSpan.FromMinutes(1) }, Noon.AddMinutes(1));
        Assert.Equal(Noon, changed.State.WaitsFor);
        Assert.Null(changed.State.NextDelay);
    }

    [Fact]
    public void Of_delay_that_was_due_runs_and_the_chain_goes_on()
    {
        var delay = new IntervalSpec { Every = TimeSpan.FromMinutes(5), Mode = IntervalMode.Delay };
        var due = With(Minutely(Noon), delay) with { State = new ScheduleState { Cursor = Noon, NextDelay = Noon.AddMinutes(5) } };
        var changed = Change(due, delay with { Every = TimeSpan.FromMinutes(10) }, Noon.AddMinutes(6));
        Assert.Equal([Noon.AddMinutes(5), Noon.AddMinutes(16)], Fires(changed, Noon.AddMinutes(6), Noon.AddMinutes(16)));
    }

    [Fact]
    public void Of_creation_of_a_single_time_that_is_now_fires()
    {
        var once = With(Minutely(Noon), new OnceSpec { At = Noon });
        Assert.Equal([Noon], Fires(ScheduleChange.Of(null, once, [], NoCalendars, Noon), Noon));
    }

    private static readonly ScheduleSpec Hourly = new CronSpec { Cron = "0 * * * *" };

    private static readonly ScheduleSpec EveryMinute = new CronSpec { Cron = "* * * * *" };

    private static FiringSchedule Minutely(DateTimeOffset cursor) => new()
    {
        Identity = new ScheduleIdentity("acme", "job", "s"),
        Definition = new ScheduleDefinition { Spec = EveryMinute, Policy = new SchedulePolicy { Overlap = OverlapRule.Allow } },
        Seed = new string('7', 64),
        State = new ScheduleState { Cursor = cursor },
    };

    private static FiringSchedule With(FiringSchedule schedule, ScheduleSpec spec) =>
        schedule with { Definition = schedule.Definition with { Spec = spec } };

    private static FiringSchedule Change(FiringSchedule before, ScheduleSpec spec, DateTimeOffset now) =>
        ScheduleChange.Of(before, With(before, spec), [], NoCalendars, now);

    /// <summary>The nominal times that the clock fires when it looks at these times, without those that are still to come then.</summary>
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
