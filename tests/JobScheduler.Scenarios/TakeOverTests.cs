using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>
/// Of two processes, the one dies that ticks the clocks, and the other one goes on: all shards within 15 s, a single one within 45 s. The
/// runs themselves are executed by a third, which lives.
/// </summary>
public sealed class TakeOverTests
{
    private const int Shards = 8;
    private static readonly TimeSpan All = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Single = TimeSpan.FromSeconds(45);

    [Theory]
    [InlineData(ClockRole.Loops, null)]
    [InlineData(ClockRole.Turns | ClockRole.Hints, "clock")]
    public void Clocks_of_a_dead_process_go_on_within_15_s_and_no_fire_is_called_an_overlap(object role, string? holder)
    {
        for (var phase = 0; phase < 12; phase++)
        {
            var world = Start((ClockRole)role, holder);
            FirePlay.Play(world, async _ =>
            {
                var client = new Client(world, world.Processes[2]);
                var policy = new SchedulePolicy { Overlap = OverlapRule.Skip, Misfire = MisfireRule.FireOnce };
                await FirePlay.PutAsync(client, EachFiveSeconds(policy));
                await world.WaitAsync(TimeSpan.FromSeconds(60 + phase * 1.7));
                world.Kill(world.Processes[0]);
                await world.WaitAsync(TimeSpan.FromMinutes(5));
                await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
            });
            var runs = FirePlay.Runs(world);
            Assert.DoesNotContain(runs, run => run.Reason == "overlap");
            var started = runs.Where(run => run.Claim is not null).Select(run => run.Claim!.At).Order().ToList();
            Assert.InRange(started.Count, 65, 73);
            Assert.All(
                started.Zip(started.Skip(1)),
                pair => Assert.InRange(pair.Second - pair.First, TimeSpan.Zero, All + TimeSpan.FromSeconds(5)));

            // Each fire is accounted for once: by its run, or in the count of one.
            Assert.Equal(
                (runs[^1].Spec.NominalAt - (runs[0].Spec.Missed?.First ?? runs[0].Spec.NominalAt)).TotalSeconds / 5 + 1,
                runs.Sum(run => run.Spec.Missed?.Count ?? 1));
        }
    }

    [Theory]
    [InlineData(ClockRole.Loops, null)]
    [InlineData(ClockRole.Turns | ClockRole.Hints, "clock")]
    public void Shard_whose_owner_cannot_reach_it_goes_on_within_45_s(object role, string? holder)
    {
        for (var shard = 0; shard < Shards; shard += 3)
        {
            var cut = false;
            var partition = $"{shard:x2}";
            var world = Start(
                (ClockRole)role,
                holder,
                FaultPlan.When(call => cut && call.Target.StartsWith(partition, StringComparison.Ordinal) ? Fault.FailBefore : Fault.None));
            world.Run(async () =>
            {
                await world.WaitAsync(TimeSpan.FromMinutes(2));
                cut = true;
                for (var minutes = 0; minutes < 5; minutes++)
                {
                    await world.WaitAsync(TimeSpan.FromMinutes(1));
                    var owner = world.Memory.Rows(partition).Single(row => row.Key == "L");
                    Assert.True(world.Time.Now - owner.Columns.Time("nextTick")!.Value <= Single, partition);
                }
            });
        }
    }

    [Fact]
    public void Orchestration_that_has_stopped_is_stood_in_for_as_long_as_it_takes()
    {
        var world = Start(ClockRole.Turns | ClockRole.Hints, "clock");
        FirePlay.Play(world, async _ =>
        {
            var client = new Client(world, world.Processes[2]);
            var policy = new SchedulePolicy { Overlap = OverlapRule.Skip };
            await FirePlay.PutAsync(client, EachFiveSeconds(policy));
            await world.WaitAsync(TimeSpan.FromSeconds(60));
            world.Kill(world.Processes[0]);
            await world.WaitAsync(All);
            await world.WaitAsync(TimeSpan.FromMinutes(20));
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        Assert.InRange(FirePlay.Runs(world).Count(run => run.Claim?.At - run.Spec.DueAt > TimeSpan.FromSeconds(1)), 0, 2);
        Assert.InRange(FirePlay.Runs(world).Count, 20 * 12, 22 * 12);
    }

    [Fact]
    public void Processes_that_live_leave_each_other_alone()
    {
        var world = Start(ClockRole.Loops, null);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMinutes(1));
            var epochs = Epochs(world);
            await world.WaitAsync(TimeSpan.FromHours(3));
            Assert.Equal(epochs, Epochs(world));
        });
        var lines = world.Processes.SelectMany(process => process.Log.Lines);
        Assert.DoesNotContain(lines, line => line.Contains("overdue", StringComparison.Ordinal));
    }

    private static ScheduleDefinition EachFiveSeconds(SchedulePolicy policy) =>
        new() { Spec = new CronSpec { Cron = "*/5 * * * * *" }, Policy = policy };

    private static string Epochs(World world) => string.Join(
        ' ', world.Memory.Partitions.SelectMany(world.Memory.Rows).Where(row => row.Key == "L").Select(row => row.Columns.Number("epoch")));

    /// <summary>Two processes with clocks, of which the first has all turns and all shards, and one that executes.</summary>
    private static World Start(ClockRole role, string? holder, FaultPlan? plan = null)
    {
        var world = new World(new WorldOptions { Shards = Shards, Holder = holder }) { Replaces = false };
        world.Start(plan, executes: false, clock: role);
        world.Run(() => world.WaitAsync(TimeSpan.FromSeconds(5)));
        world.Start(executes: false, clock: role & ~ClockRole.Turns);
        world.Start(clock: ClockRole.None);
        return world;
    }
}
