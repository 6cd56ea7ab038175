using JobScheduler.Scenarios.Simulation;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Leases;

/// <summary>
/// An executor that cannot renew its leases stops what it runs before they end, by the monotonic clock: the place of an attempt is not
/// given away while its target runs.
/// </summary>
public sealed class CutOffTests
{
    public static TheoryData<double> Phases => [.. Enumerable.Range(0, 20).Select(step => 0.4 + (step * 2.1))];

    [Theory]
    [MemberData(nameof(Phases))]
    public void Executor_cut_off_from_storage_stops_before_its_successor_begins(double phase)
    {
        var (world, outage, client) = Two();
        world.Run(async () =>
        {
            var run = await BeginAsync(world, client, phase);
            outage.IsOn = true;
            await SuccessorAsync(world, run);

            var first = world.Journal.Executions.First(execution => execution.Run == run);
            var second = world.Journal.Executions.Last(execution => execution.Run == run);
            Assert.NotEqual(first.Process, second.Process);
            Assert.NotNull(first.CanceledAt);
            Assert.InRange(second.At - first.CanceledAt.Value, TimeSpan.FromSeconds(4), TimeSpan.FromDays(1));
            outage.IsOn = false;
            Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(run)).State);
        });
        Oracles.Check(world, client.Accepted);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Executor_whose_clock_is_set_back_stops_all_the_same(double phase)
    {
        var (world, outage, client) = Two();
        world.Run(async () =>
        {
            var run = await BeginAsync(world, client, phase);
            outage.IsOn = true;
            world.Processes[0].Clock.Skew = TimeSpan.FromHours(-1);
            await SuccessorAsync(world, run);
            Assert.NotNull(world.Journal.Executions.First(execution => execution.Run == run).CanceledAt);
            world.Processes[0].Clock.Skew = TimeSpan.Zero;
            outage.IsOn = false;
            await client.UntilEndedAsync(run);
        });
    }

    [Fact]
    public void Frozen_executor_calls_no_target_with_a_lease_that_may_be_over()
    {
        var world = new World { Replaces = false };
        var freezes = false;
        var frozen = world.Start(FaultPlan.When(call =>
        {
            // The commit of the claim is under way when the process stands still; it thaws with an answer that is long out of date.
            if (freezes && call.Name == CallNames.Commit && world.Watched.Runs.Values.Any(run => run.State == RunState.Queued))
            {
                freezes = false;
                world.Processes[0].Context.Freeze();
            }

            return Fault.None;
        }));
        var client = new Client(world);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            freezes = true;
            _ = client.AcceptAsync(ScriptedHandler.Ok, seconds: 300);
            await world.UntilAsync(() => frozen.Context.IsFrozen, TimeSpan.FromSeconds(30));
            world.Start();
            await world.WaitAsync(TimeSpan.FromSeconds(58));
            frozen.Context.Thaw();
            await world.WaitAsync(TimeSpan.FromSeconds(200));

            // Its first attempt was handed back before it began; whoever took it then has executed it.
            Assert.Equal(2, Assert.Single(world.Journal.Executions).Attempt);
        });
    }

    private static (World World, Outage Outage, Client Client) Two()
    {
        var world = new World { Replaces = false };
        var outage = new Outage();
        world.Start(outage.Plan);
        var second = world.Start(executes: false);
        return (world, outage, new Client(world, second));
    }

    private static async Task<string> BeginAsync(World world, Client client, double phase)
    {
        await world.WaitAsync(TimeSpan.FromSeconds(1));
        var run = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 100);
        await world.UntilAsync(() => world.Journal.CountOf(run) == 1, TimeSpan.FromSeconds(10));
        await world.WaitAsync(TimeSpan.FromSeconds(phase));
        return run;
    }

    private static async Task SuccessorAsync(World world, string run)
    {
        world.Start();
        await world.UntilAsync(() => world.Journal.CountOf(run) == 2, TimeSpan.FromMinutes(10));
    }
}
