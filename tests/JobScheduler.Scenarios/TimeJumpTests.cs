using JobScheduler.Clock;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;

namespace JobScheduler.Scenarios;

/// <summary>
/// Clocks that jump while schedules live, and are right again later. Every nominal fire is then accounted for once; what a record made
/// with a wrong clock counted does not count, and is fired when its time comes.
/// </summary>
public sealed class TimeJumpTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    public static TheoryData<double, string, OverlapRule, MisfireRule> Jumps
    {
        get
        {
            var data = new TheoryData<double, string, OverlapRule, MisfireRule>();
            foreach (var hours in new[] { -1.0, 1.0, 87_600 })
            {
                foreach (var misfire in EnumText.Values<MisfireRule>())
                {
                    data.Add(hours, "* * * * *", OverlapRule.Allow, misfire);
                    data.Add(hours, "* * * * *", OverlapRule.Skip, misfire);
                }

                data.Add(hours, "* * * * *", OverlapRule.QueueAll, MisfireRule.FireAll);
                data.Add(hours, "* * * * *", OverlapRule.CancelPrevious, MisfireRule.FireAll);
                data.Add(hours, "30 12 * * *", OverlapRule.Allow, MisfireRule.FireOnce);
                data.Add(hours, "30 12 * * *", OverlapRule.Skip, MisfireRule.Skip);
            }

            data.Add(-0.1, "* * * * * *", OverlapRule.Allow, MisfireRule.FireOnce);
            data.Add(0.1, "* * * * * *", OverlapRule.Skip, MisfireRule.Skip);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Jumps))]
    public void Clock_jumps_and_comes_back_every_fire_is_accounted_for_once(
        double hours, string cron, OverlapRule overlap, MisfireRule misfire)
    {
        var isQuick = cron.Split(' ').Length == 6;
        var wrong = TimeSpan.FromSeconds(isQuick ? 90 : 600);
        var world = new World(new WorldOptions { IsLong = true });
        var from = world.Time.Now;
        var end = Live(world, cron, overlap, misfire, async () =>
        {
            await world.WaitAsync(isQuick ? TimeSpan.FromSeconds(400) : TimeSpan.FromSeconds(70 * 60 + 7.4));
            from = world.Time.Now;
            Skew(world, TimeSpan.FromHours(hours));
            await world.WaitAsync(wrong);
            Skew(world, TimeSpan.Zero);
            await world.WaitAsync(isQuick ? wrong : TimeSpan.FromMinutes(90));
        });
        AssertAccounted(world, cron, end, from, from + wrong);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Owner_jumps_others_do_not_every_fire_is_accounted_for_once(double hours)
    {
        var world = new World(new WorldOptions { IsLong = true });
        var from = world.Time.Now;
        var end = Live(world, "* * * * *", OverlapRule.Allow, MisfireRule.Skip, async () =>
        {
            var owner = world.Alive;
            world.Start();
            await world.WaitAsync(TimeSpan.FromSeconds(70 * 60 + 7.4));
            from = world.Time.Now;
            owner.Clock.Skew = TimeSpan.FromHours(hours);
            await world.WaitAsync(TimeSpan.FromMinutes(10));
            world.Kill(owner);
            await world.WaitAsync(TimeSpan.FromMinutes(90));
        });
        AssertAccounted(world, "* * * * *", end, from, from.AddMinutes(12));
    }

    [Fact]
    public void Interval_of_mode_delay_goes_on_when_the_clock_is_right_again()
    {
        var world = new World(new WorldOptions { IsLong = true });
        var spec = new IntervalSpec { Every = TimeSpan.FromMinutes(5), Mode = IntervalMode.Delay };
        Live(world, spec, OverlapRule.Skip, MisfireRule.FireOnce, async () =>
        {
            await world.WaitAsync(TimeSpan.FromMinutes(21));
            Skew(world, TimeSpan.FromHours(87_600));
            await world.WaitAsync(TimeSpan.FromMinutes(3));
            Skew(world, TimeSpan.Zero);
            await world.WaitAsync(TimeSpan.FromMinutes(60));
        });
        var late = world.Watched.Runs.Keys.Count(key => world.Watched.Born[key] > world.Time.Now - TimeSpan.FromMinutes(60));
        Assert.InRange(late, 8, 12);
    }

    [Fact]
    public void Runs_that_maxRuns_counts_are_not_counted_twice_when_time_goes_back()
    {
        var world = new World(new WorldOptions { IsLong = true });
        Live(world, new CronSpec { Cron = "* * * * *", MaxRuns = 40 }, OverlapRule.Allow, MisfireRule.FireOnce, async () =>
        {
            await world.WaitAsync(TimeSpan.FromMinutes(20.2));
            Skew(world, TimeSpan.FromMinutes(-10));
            await world.WaitAsync(TimeSpan.FromMinutes(60));
        });
        Assert.Equal(40, world.Watched.Runs.Values.Count(run => run.State == RunState.Succeeded));
    }

    [Fact]
    public void Previous_run_is_not_cancelled_again_for_a_fire_that_had_its_run()
    {
        var world = new World(new WorldOptions { IsLong = true });
        var spec = new CronSpec { Cron = "*/30 * * * *" };
        Live(world, spec, OverlapRule.CancelPrevious, MisfireRule.FireOnce, seconds: 500, script: async () =>
        {
            await world.WaitAsync(TimeSpan.FromMinutes(33));
            Skew(world, TimeSpan.FromMinutes(-10));
            await world.WaitAsync(TimeSpan.FromMinutes(11));
        });
        Assert.All(world.Watched.Runs.Values, run => Assert.Equal(RunState.Succeeded, run.State));
    }

    [Fact]
    public void Cleaning_and_repair_go_on_when_the_clock_is_right_again()
    {
        var world = new World(new WorldOptions { IsLong = true });
        Live(world, "0 * * * *", OverlapRule.Skip, MisfireRule.FireOnce, async () =>
        {
            await world.WaitAsync(TimeSpan.FromHours(3));
            Skew(world, TimeSpan.FromHours(87_600));
            await world.WaitAsync(TimeSpan.FromMinutes(3));
            Skew(world, TimeSpan.Zero);
            await world.WaitAsync(TimeSpan.FromHours(2));
            var walks = world.Memory.Rows("00").Where(row => row.Key.Contains("~walk", StringComparison.Ordinal)).ToList();
            Assert.Equal(2, walks.Count);
            Assert.All(walks, walk => Assert.True(AlarmKey.TimeOf(walk.Key) < world.Time.Now.AddHours(7), walk.Key));
        });
    }

    private static DateTimeOffset Live(World world, string cron, OverlapRule overlap, MisfireRule misfire, Func<Task> script) =>
        Live(world, new CronSpec { Cron = cron }, overlap, misfire, script);

    /// <returns>When the schedule was deleted.</returns>
    private static DateTimeOffset Live(
        World world, ScheduleSpec spec, OverlapRule overlap, MisfireRule misfire, Func<Task> script, int seconds = 0)
    {
        var client = new Client(world);
        var end = world.Time.Now;
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await client.PutJobAsync(
                "job",
                new JobDefinition
                {
                    Target = new HandlerTarget { Name = ScriptedHandler.Ok },
                    Input = new RawJson($$"""{"seconds":{{seconds}}}"""),
                });
            var policy = new SchedulePolicy { Overlap = overlap, Misfire = misfire, MaxCatchUp = 5 };
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition { Spec = spec, Policy = policy });
            world.Watched.IsStrict = false;
            await script();
            end = world.Time.Now;
            await client.DeleteScheduleAsync("job", "s");
            await Oracles.RestAsync(world, TimeSpan.FromHours(3));
        });
        return end;
    }

    private static void Skew(World world, TimeSpan skew)
    {
        foreach (var process in world.Processes)
        {
            process.Clock.Skew = skew;
        }
    }

    /// <summary>
    /// Each fire once; while the clock was wrong, and until a tick notices that it is right again, it may be that only a record of the
    /// false future counts it.
    /// </summary>
    private static void AssertAccounted(World world, string cron, DateTimeOffset end, DateTimeOffset wrongFrom, DateTimeOffset wrongTo)
    {
        var counts = new Fires.NaiveTimes(new DateTimeOffset(2026, 3, 1, 12, 0, 1, TimeSpan.Zero), end).Of(new CronSpec { Cron = cron })
            .ToDictionary(fire => fire, _ => 0);
        var isAhead = world.Watched.Runs.Any(run => run.Value.Spec.CreatedAt - world.Watched.Born[run.Key] > Grace);
        var findings = new List<string>();
        foreach (var (key, run) in world.Watched.Runs)
        {
            var isFalse = run.Spec.CreatedAt - world.Watched.Born[key] > Grace;
            var (first, last, count) = run.Spec.Missed is { } missed && !isFalse
                ? (missed.First, missed.Last, missed.Count)
                : (run.Spec.NominalAt, run.Spec.NominalAt, 1);
            if (isFalse && (run.Reason == RunReasons.Missed || !counts.ContainsKey(last)))
            {
                continue;
            }

            var range = counts.Keys.Where(fire => fire >= first && fire <= last).ToList();
            range.ForEach(fire => counts[fire]++);
            if (range.Count != count)
            {
                findings.Add($"{first:O}-{last:O} {run.State} {run.Reason} stands for {count} of {range.Count} fires");
            }
        }

        findings.AddRange(counts
            .Where(
                fire => fire.Value != 1
                    && !(fire.Value == 0 && isAhead && fire.Key >= wrongFrom && fire.Key <= wrongTo + ShardClock.LongestSleep))
            .Select(fire => $"{fire.Key:O} is accounted for {fire.Value} times"));
        var told = world.Watched.Runs.OrderBy(run => run.Value.Spec.NominalAt)
            .Where(run => run.Value.Spec.Missed is not null || run.Value.State != RunState.Succeeded)
            .Select(run => $"{run.Value.Spec.NominalAt:O} {run.Value.State} {run.Value.Reason} {run.Value.Spec.Missed} "
                + $"made {run.Value.Spec.CreatedAt:O}, really {world.Watched.Born[run.Key]:O}");
        Assert.True(findings.Count == 0, string.Join('\n', findings.Take(20)) + "\n" + string.Join('\n', told.Take(20)));
    }
}
