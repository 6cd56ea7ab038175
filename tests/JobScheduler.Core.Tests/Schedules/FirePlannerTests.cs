using JobScheduler.Runs;
using JobScheduler.Schedules;

namespace JobScheduler.Core.Tests.Schedules;

/// <summary>What one step makes of fires that are ahead, due, late and missed.</summary>
public sealed class FirePlannerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);
    private static readonly Dictionary<string, CalendarDefinition> NoCalendars = [];

    [Fact]
    public void Plan_without_overlap_rule_hands_on_fires_30_s_ahead()
    {
        var plan = Plan(Minutely(OverlapRule.Allow), Noon.AddSeconds(29));
        var fire = Assert.Single(plan.Fires);
        Assert.Equal(Noon.AddMinutes(1), fire.Nominal);
        Assert.Equal(Noon.AddMinutes(2).AddSeconds(-30), plan.Act);
        Assert.True(plan.IsAhead);
    }

    [Fact]
    public void Plan_with_overlap_rule_waits_for_the_due_time()
    {
        var early = Plan(Minutely(OverlapRule.Skip), Noon.AddMinutes(1).AddMilliseconds(-1));
        Assert.Empty(early.Fires);
        Assert.Equal(Noon.AddMinutes(1), early.Act);
        Assert.Single(Plan(Minutely(OverlapRule.Skip), Noon.AddMinutes(1)).Fires);
    }

    [Fact]
    public void Plan_with_overlap_rule_decides_one_fire_at_a_step()
    {
        var now = Noon.AddMinutes(2).AddSeconds(10);
        var first = Plan(Minutely(OverlapRule.QueueAll), now);
        Assert.Equal(Noon.AddMinutes(1), Assert.Single(first.Fires).Nominal);
        Assert.Equal(now, first.Act);
        var second = Plan(first.After, now);
        Assert.Equal(Noon.AddMinutes(2), Assert.Single(second.Fires).Nominal);
        Assert.Equal(Noon.AddMinutes(3), second.Act);
    }

    [Theory]
    [InlineData(OverlapRule.Skip)]
    [InlineData(OverlapRule.QueueOne)]
    [InlineData(OverlapRule.CancelPrevious)]
    public void Plan_of_fires_that_are_due_at_once_where_one_may_run_is_one_run_for_the_latest(OverlapRule rule)
    {
        var fire = Assert.Single(All(EachFiveSeconds(rule, MisfireRule.FireOnce), Noon.AddSeconds(39)));
        Assert.Equal((Noon.AddSeconds(35), null), (fire.Nominal, fire.SkippedBecause));
        Assert.Equal(new MissedFires(7, Noon.AddSeconds(5), Noon.AddSeconds(35)), fire.Missed);
    }

    [Fact]
    public void Plan_of_fires_that_are_due_at_once_obeys_the_misfire_rule_skip_but_for_the_latest()
    {
        var fires = All(EachFiveSeconds(OverlapRule.Skip, MisfireRule.Skip), Noon.AddSeconds(39));
        Assert.Equal(2, fires.Count);
        Assert.Equal(
            (RunReasons.Missed, new MissedFires(6, Noon.AddSeconds(5), Noon.AddSeconds(30))), (fires[0].SkippedBecause, fires[0].Missed));
        Assert.Equal((Noon.AddSeconds(35), null, null), (fires[1].Nominal, fires[1].SkippedBecause, fires[1].Missed));
    }

    [Theory]
    [InlineData(OverlapRule.QueueAll, MisfireRule.FireOnce)]
    [InlineData(OverlapRule.QueueAll, MisfireRule.Skip)]
    [InlineData(OverlapRule.Skip, MisfireRule.FireAll)]
    public void Plan_of_fires_that_are_due_at_once_runs_each_where_each_may_run(OverlapRule rule, MisfireRule misfire)
    {
        var fires = All(EachFiveSeconds(rule, misfire), Noon.AddSeconds(39));
        Assert.Equal(Enumerable.Range(1, 7).Select(n => Noon.AddSeconds(5 * n)), fires.Select(fire => fire.Nominal));
        Assert.All(fires, fire => Assert.Null(fire.SkippedBecause));
    }

    [Fact]
    public void Plan_of_a_late_fire_whose_successor_is_not_due_is_a_fire_like_any_other()
    {
        var fire = Assert.Single(All(Minutely(OverlapRule.Skip), Noon.AddSeconds(119)));
        Assert.Equal((Noon.AddMinutes(1), null, null), (fire.Nominal, fire.SkippedBecause, fire.Missed));
    }

    [Fact]
    public void Plan_of_a_fire_that_found_its_gate_taken_only_by_being_late_is_missed()
    {
        var due = Noon.AddMinutes(1);
        var late = FirePlanner.Plan(
            Minutely(OverlapRule.Skip), NoCalendars, due.AddSeconds(10), null, null, new HashSet<DateTimeOffset> { due });
        var fire = Assert.Single(late.Fires);
        Assert.Equal((RunReasons.Missed, new MissedFires(1, due, due)), (fire.SkippedBecause, fire.Missed));
        Assert.Equal(0, late.After.State.Runs);
    }

    [Fact]
    public void Plan_each_second_hands_on_20_and_looks_again_when_10_are_left()
    {
        var schedule = Of(new CronSpec { Cron = "* * * * * *" }, new SchedulePolicy { Overlap = OverlapRule.Allow });
        var fires = new List<DateTimeOffset>();
        var plan = Plan(schedule, Noon);
        while (plan.Act == Noon)
        {
            fires.AddRange(plan.Fires.Select(fire => fire.Nominal));
            plan = Plan(plan.After, Noon);
        }

        fires.AddRange(plan.Fires.Select(fire => fire.Nominal));
        Assert.Equal(Enumerable.Range(1, 20).Select(second => Noon.AddSeconds(second)), fires);
        Assert.Equal(Noon.AddSeconds(10), plan.Act);
        Assert.Equal(10, Plan(plan.After, Noon.AddSeconds(10)).Fires.Count);
    }

    [Fact]
    public void Plan_up_to_a_minute_late_is_a_fire_like_any_other()
    {
        var schedule = Minutely(OverlapRule.Allow);
        Assert.Null(Plan(schedule, Noon.AddMinutes(2)).Fires[0].Missed);
        var missed = Plan(schedule, Noon.AddMinutes(2).AddMilliseconds(1)).Fires[0];
        Assert.Equal(new MissedFires(1, Noon.AddMinutes(1), Noon.AddMinutes(1)), missed.Missed);
    }

    [Fact]
    public void Plan_fireOnce_runs_the_latest_missed_and_counts_the_others_inside_the_window()
    {
        // 12:01 … 17:59 are missed; 17:00:30 and later are inside the window of an hour.
        var now = Noon.AddHours(6).AddSeconds(30);
        var fires = All(Minutely(OverlapRule.Allow), now);
        Assert.Equal(new MissedFires(300, Noon.AddMinutes(1), Noon.AddMinutes(300)), fires[0].Missed);
        Assert.Equal(RunReasons.Missed, fires[0].SkippedBecause);
        Assert.Equal(new MissedFires(59, Noon.AddMinutes(301), Noon.AddMinutes(359)), fires[1].Missed);
        Assert.Null(fires[1].SkippedBecause);
        Assert.Equal(Noon.AddMinutes(359), fires[1].Nominal);
        Assert.Equal([Noon.AddMinutes(360), Noon.AddMinutes(361)], fires.Skip(2).Select(fire => fire.Nominal));
    }

    [Fact]
    public void Plan_fireAll_runs_the_latest_in_order_and_records_the_rest()
    {
        var fires = All(Minutely(OverlapRule.Allow, MisfireRule.FireAll), Noon.AddHours(6).AddSeconds(30));
        Assert.Equal(new MissedFires(349, Noon.AddMinutes(1), Noon.AddMinutes(349)), fires[0].Missed);
        Assert.Equal(RunReasons.Missed, fires[0].SkippedBecause);
        Assert.Equal(Enumerable.Range(350, 12).Select(minute => Noon.AddMinutes(minute)), fires.Skip(1).Select(fire => fire.Nominal));
        Assert.All(fires.Skip(1), fire => Assert.Null(fire.SkippedBecause));
    }

    [Fact]
    public void Plan_skip_records_all_missed_in_one()
    {
        var fires = All(Minutely(OverlapRule.Allow, MisfireRule.Skip), Noon.AddHours(6).AddSeconds(30));
        Assert.Equal(
            (RunReasons.Missed, new MissedFires(359, Noon.AddMinutes(1), Noon.AddMinutes(359))),
            (fires[0].SkippedBecause, fires[0].Missed));
        Assert.Equal([Noon.AddMinutes(360), Noon.AddMinutes(361)], fires.Skip(1).Select(fire => fire.Nominal));
    }

    [Fact]
    public void Plan_after_a_year_of_seconds_counts_exactly_in_bounded_steps()
    {
        var schedule = Of(
            new CronSpec { Cron = "* * * * * *" }, new SchedulePolicy { Overlap = OverlapRule.Allow, Misfire = MisfireRule.Skip });
        var now = Noon.AddDays(3);
        var steps = 0;
        var fires = All(schedule, now, () => steps++);
        Assert.Equal(3 * 86_400 - 61, fires[0].Missed!.Count);
        Assert.InRange(steps, 26, 40);
    }

    [Fact]
    public void Plan_maxRuns_ends_the_schedule_and_skipped_fires_do_not_count()
    {
        var spec = new CronSpec { Cron = "* * * * *", MaxRuns = 2 };
        var schedule = Of(spec, new SchedulePolicy { Overlap = OverlapRule.Skip });
        var skipped = FirePlanner.Plan(schedule, NoCalendars, Noon.AddMinutes(1), new HashSet<DateTimeOffset> { Noon.AddMinutes(1) });
        Assert.Equal(RunReasons.Overlap, Assert.Single(skipped.Fires).SkippedBecause);
        Assert.Equal(0, skipped.After.State.Runs);
        var second = Plan(Plan(skipped.After, Noon.AddMinutes(2)).After, Noon.AddMinutes(3));
        Assert.Equal(2, second.After.State.Runs);
        Assert.Null(second.Act);
    }

    [Fact]
    public void Plan_delay_waits_for_the_end_of_its_run()
    {
        var schedule = Of(new IntervalSpec { Every = TimeSpan.FromMinutes(5), Mode = IntervalMode.Delay }, new SchedulePolicy());
        schedule = schedule with { State = schedule.State with { NextDelay = Noon.AddMinutes(5) } };
        var plan = Plan(schedule, Noon.AddMinutes(5));
        Assert.Single(plan.Fires);
        Assert.Null(plan.Act);
        Assert.Equal(Noon.AddMinutes(5), plan.After.State.WaitsFor);
    }

    [Fact]
    public void Plan_paused_fires_nothing_until_its_pause_is_over()
    {
        var schedule = Minutely(OverlapRule.Allow) with { Pause = new SchedulePause(Noon, "me", null, Noon.AddHours(1)) };
        var paused = Plan(schedule, Noon.AddMinutes(30));
        Assert.Empty(paused.Fires);
        Assert.Equal(Noon.AddHours(1), paused.Act);
        var resumed = Plan(paused.After, Noon.AddHours(1));
        Assert.Null(resumed.After.Pause);
        Assert.Equal([Noon.AddMinutes(61)], Plan(resumed.After, Noon.AddMinutes(60).AddSeconds(30)).Fires.Select(fire => fire.Nominal));
    }

    [Fact]
    public void Plan_jitter_delays_the_run_by_a_share_that_is_fixed_for_the_fire()
    {
        var schedule = Of(
            new CronSpec { Cron = "* * * * *", Jitter = TimeSpan.FromSeconds(20) }, new SchedulePolicy { Overlap = OverlapRule.Allow });
        var fires = All(schedule, Noon.AddMinutes(30));
        Assert.All(
            fires.Where(fire => fire.Missed is null),
            fire => Assert.InRange(fire.Due - fire.Nominal, TimeSpan.Zero, TimeSpan.FromSeconds(20)));
        Assert.Equal(fires.Select(fire => fire.Due), All(schedule, Noon.AddMinutes(30)).Select(fire => fire.Due));
        Assert.NotEqual(
            FireIds.Due(schedule.Seed, Noon, TimeSpan.FromSeconds(20)) - Noon,
            FireIds.Due(schedule.Seed, Noon.AddMinutes(1), TimeSpan.FromSeconds(20)) - Noon.AddMinutes(1));
    }

    private static FiringSchedule EachFiveSeconds(OverlapRule overlap, MisfireRule misfire) =>
        Of(new CronSpec { Cron = "*/5 * * * * *" }, new SchedulePolicy { Overlap = overlap, Misfire = misfire });

    private static FiringSchedule Minutely(OverlapRule overlap, MisfireRule misfire = MisfireRule.FireOnce) =>
        Of(new CronSpec { Cron = "* * * * *" }, new SchedulePolicy { Overlap = overlap, Misfire = misfire });

    private static FiringSchedule Of(ScheduleSpec spec, SchedulePolicy policy) => new()
    {
        Identity = new ScheduleIdentity("acme", "job", "s"),
        Definition = new ScheduleDefinition { Spec = spec, Policy = policy },
        Seed = new string('7', 64),
        State = new ScheduleState { Cursor = Noon },
    };

    private static FirePlan Plan(FiringSchedule schedule, DateTimeOffset now) =>
        FirePlanner.Plan(schedule, NoCalendars, now, new HashSet<DateTimeOffset>());

    /// <summary>Steps until there is nothing to do at that time.</summary>
    private static List<PlannedFire> All(FiringSchedule schedule, DateTimeOffset now, Action? step = null)
    {
        var fires = new List<PlannedFire>();
        FirePlan plan;
        do
        {
            plan = Plan(schedule, now);
            Assert.True(plan.Fires.Count <= FirePlanner.MostFires);
            fires.AddRange(plan.Fires);
            schedule = plan.After;
            step?.Invoke();
        }
        while (plan.Act == now);
        return fires;
    }
}
