using JobScheduler.Clock;
using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>
/// The clock in turns in one process, which sleeps for up to 20 s and cannot be woken; everything else in a second one of the same name,
/// which ticks what it has woken.
/// </summary>
public sealed class HintTests
{
    private static readonly TimeSpan OnTime = TimeSpan.FromSeconds(1);

    [Fact]
    public void Schedule_written_while_the_clock_sleeps_starts_on_time()
    {
        for (var phase = 0; phase < 20; phase += 2)
        {
            var (world, other) = Start();
            FirePlay.Play(world, async _ =>
            {
                await world.WaitAsync(TimeSpan.FromSeconds(60 + phase));
                var spec = new OnceSpec { At = world.Time.Now + TimeSpan.FromSeconds(5) };
                await FirePlay.PutAsync(
                    other, new ScheduleDefinition { Spec = spec, Policy = new SchedulePolicy { Overlap = OverlapRule.Skip } });
                await world.WaitAsync(TimeSpan.FromSeconds(40));
            });
            var run = Assert.Single(FirePlay.Runs(world));
            Assert.InRange(run.Claim!.At - run.Spec.DueAt, TimeSpan.Zero, OnTime);
        }
    }

    [Fact]
    public void End_of_a_run_of_mode_delay_sets_off_the_next_in_time()
    {
        var (world, other) = Start();
        FirePlay.Play(world, async _ =>
        {
            var spec = new IntervalSpec { Every = TimeSpan.FromSeconds(7), Mode = IntervalMode.Delay };
            await FirePlay.PutAsync(other, new ScheduleDefinition { Spec = spec }, seconds: 25);
            await world.WaitAsync(TimeSpan.FromMinutes(10));
            await other.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        var runs = FirePlay.Runs(world);
        Assert.InRange(runs.Count, 17, 20);
        Assert.All(
            runs.Zip(runs.Skip(1)),
            pair => Assert.InRange(pair.Second.Claim!.At - pair.First.End!.At, TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7) + OnTime));
    }

    [Theory]
    [InlineData(OverlapRule.QueueAll)]
    [InlineData(OverlapRule.CancelPrevious)]
    public void Line_goes_on_when_the_run_before_ends(OverlapRule rule)
    {
        var (world, other) = Start();
        FirePlay.Play(world, async _ =>
        {
            await FirePlay.PutAsync(other, FirePlay.Minutely(rule), seconds: 130);
            await world.WaitAsync(TimeSpan.FromSeconds(4 * 60 + 20));
            await other.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        var runs = FirePlay.Runs(world);
        Assert.Equal(4, runs.Count);
        Assert.All(runs.Zip(runs.Skip(1)), pair =>
        {
            var earliest = pair.First.End!.At > pair.Second.Spec.DueAt ? pair.First.End.At : pair.Second.Spec.DueAt;
            Assert.InRange(pair.Second.Claim!.At - earliest, TimeSpan.Zero, OnTime);
        });
    }

    [Fact]
    public void Process_that_has_woken_nothing_looks_at_one_shard_in_5_s()
    {
        var (world, _) = Start(othersExecute: false);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            var before = world.Processes[1].Storage.Calls.Count;
            await world.WaitAsync(TimeSpan.FromHours(2));
            var calls = world.Processes[1].Storage.Calls.Skip(before).ToList();
            Assert.InRange(calls.Count, 2 * 3600 / 5 - 10, 2 * 3600 / 5);
            Assert.All(calls, call => Assert.Equal(CallNames.Get, call.Name));
        });
    }

    [Fact]
    public void Hints_follow_for_as_long_as_the_clock_may_sleep_and_no_longer()
    {
        var (world, other) = Start(othersExecute: false);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            await FirePlay.PutAsync(
                other,
                new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "*/3 * * * * *" },
                    Policy = new SchedulePolicy { Overlap = OverlapRule.Skip },
                });
            var written = world.Time.Now;
            int Calls() => world.Processes[1].Storage.Calls.Count;
            await world.WaitAsync(ShardClock.LongestSleep - TimeSpan.FromSeconds(4));
            var before = Calls();

            // At its next tick after a turn of the clock, it finds that it is not needed any more.
            await world.WaitAsync(written + ShardClock.LongestSleep + TimeSpan.FromSeconds(4) - world.Time.Now);
            Assert.NotEqual(before, Calls());
            before = Calls();
            await world.WaitAsync(TimeSpan.FromMinutes(10));
            Assert.InRange(Calls() - before, 110, 120);
        });
        Assert.InRange(world.Journal.Executions.Count, 205, 211);
        Assert.Empty(world.Watched.Findings);
    }

    [Fact]
    public void Both_at_one_shard_double_no_fire()
    {
        for (var seed = 1; seed <= 4; seed++)
        {
            var world = new World(
                new WorldOptions
                {
                    Seed = seed,
                    Shuffles = true,
                    Holder = "clock",
                    Shards = 1 + (seed % 2),
                    Distance = TimeSpan.FromMilliseconds(4 * (1 + (seed % 3))),
                });
            world.Start(clock: ClockRole.Turns | ClockRole.Hints);
            world.Start(clock: ClockRole.Hints);
            world.Start(clock: ClockRole.Hints);
            var chance = new Random(seed);
            FirePlay.Play(world, async client =>
            {
                await FirePlay.PutAsync(client, FirePlay.Minutely(OverlapRule.Skip));
                OverlapRule[] rules = [OverlapRule.Skip, OverlapRule.Allow, OverlapRule.QueueAll, OverlapRule.QueueOne];
                for (var i = 0; i < 30; i++)
                {
                    var through = new Client(world, world.Processes[chance.Next(3)]);
                    var spec = new CronSpec { Cron = $"*/{chance.Next(1, 10)} * * * * *", MaxRuns = 20 };
                    await through.PutScheduleAsync(
                        FirePlay.Job,
                        $"s{chance.Next(6)}",
                        new ScheduleDefinition { Spec = spec, Policy = new SchedulePolicy { Overlap = rules[chance.Next(4)] } });
                    await world.WaitAsync(TimeSpan.FromMilliseconds(chance.Next(6000)));
                }

                await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
            });
            Assert.All(world.Watched.Runs.Values.GroupBy(run => (run.Spec.ScheduleId, run.Spec.NominalAt)), fire => Assert.Single(fire));
            Assert.InRange(world.Journal.Executions.Count, 60, 5000);
        }
    }

    /// <returns>The world, and who asks the process without the clock.</returns>
    private static (World World, Client Other) Start(bool othersExecute = true)
    {
        var world = new World(new WorldOptions { Holder = "clock" });
        world.Start(clock: ClockRole.Turns, executes: !othersExecute);
        world.Start(clock: ClockRole.Hints, executes: othersExecute);
        return (world, new Client(world, world.Processes[1]));
    }
}
