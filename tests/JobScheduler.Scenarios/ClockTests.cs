using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>Owners that freeze, clocks that jump, and messages that are lost.</summary>
public sealed class ClockTests
{
    [Fact]
    public void Message_lost_delays_the_run_and_no_more()
    {
        var world = new World();
        var plan = FaultPlan.When(call => call.Name == CallNames.Send && world.Time.Now.Minute < 3 ? Fault.FailBefore : Fault.None);
        var client = Play(world, plan, async client =>
        {
            var id = await client.AcceptAsync(ScriptedHandler.Ok);
            var run = await client.UntilEndedAsync(id);
            Assert.Equal(RunState.Succeeded, run.State);
        });
        Oracles.Check(world, client.Accepted);
        Assert.True(world.Counter.Sends < 10, $"{world.Counter.Sends} sends");
    }

    [Fact]
    public void Guard_queue_behind_does_not_storm()
    {
        // One worker, each run a minute: the queue is behind for hours.
        var world = new World(new WorldOptions { Workers = 1 });
        var client = Play(world, null, async client =>
        {
            for (var i = 0; i < 40; i++)
            {
                await client.AcceptAsync(ScriptedHandler.Ok, seconds: 60);
                await world.WaitAsync(TimeSpan.FromSeconds(3));
            }

            await Oracles.RestAsync(world, TimeSpan.FromHours(5));
        });
        Oracles.Check(world, client.Accepted);

        // Each that waits in vain for a place is sent on every half minute, so that another process can have it.
        Assert.True(world.Counter.Sends < 40 * 60, $"{world.Counter.Sends} sends for 40 runs");
    }

    [Fact]
    public void Owner_frozen_then_thawed_writes_nothing()
    {
        var world = new World();
        var client = Play(world, null, async client =>
        {
            var old = world.Alive;
            world.Start();
            for (var i = 0; i < 20; i++)
            {
                await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromSeconds(100 + i));
            }

            old.Context.Freeze();
            await world.WaitAsync(TimeSpan.FromMinutes(5));
            Assert.Equal(20, world.Journal.Executions.Count);
            var before = Owner(world);
            old.Context.Thaw();
            await world.WaitAsync(TimeSpan.FromSeconds(30));
            Assert.Equal("p2", before.Holder);
            Assert.Equal(before, Owner(world));
        });
        Oracles.Check(world, client.Accepted);
        Assert.Equal(20, world.Journal.Executions.Count);
    }

    [Fact]
    public void Executor_frozen_past_its_lease_commits_nothing_and_is_noted_as_late()
    {
        var world = new World();
        var id = "";
        var client = Play(world, null, async client =>
        {
            id = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 30);
            await client.UntilAsync(id, run => run.State == RunState.Running);
            var old = world.Alive;
            world.Start();
            old.Context.Freeze();
            var run = await client.UntilEndedAsync(id);
            Assert.Equal(RunState.Succeeded, run.State);
            Assert.Equal(2, run.Attempt);
            old.Context.Thaw();
            await world.WaitAsync(TimeSpan.FromMinutes(2));
            var attempts = await client.AttemptsAsync(id);
            Assert.Equal(AttemptOutcome.Lost, attempts[0].Outcome);
        });
        Oracles.Check(world, client.Accepted);
        Assert.Equal(2, world.Journal.CountOf(id));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(87_600)]
    public void Clock_jumps_nothing_is_lost(int hours)
    {
        var world = new World();
        world.Watched.IsStrict = hours < 0;
        var client = Play(world, null, async client =>
        {
            var ids = new List<string>
            {
                await client.AcceptAsync(ScriptedHandler.Ok, seconds: 30),
                await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromMinutes(10)),
            };
            await client.UntilAsync(ids[0], run => run.State == RunState.Running);
            world.Alive.Clock.Skew = TimeSpan.FromHours(hours);
            ids.Add(await client.AcceptAsync(ScriptedHandler.Ok));
            foreach (var id in ids)
            {
                await client.UntilEndedAsync(id, TimeSpan.FromHours(2));
            }
        });
        world.Watched.IsStrict = true;
        Assert.All(world.Watched.Runs.Values, run => Assert.Equal(RunState.Succeeded, run.State));
        Assert.Equal(3, client.Accepted.Count);
    }

    [Fact]
    public void Owner_with_a_clock_ahead_dies_and_another_takes_over()
    {
        var world = new World { Replaces = false };
        var client = Play(world, null, async client =>
        {
            var ahead = world.Alive;
            ahead.Clock.Skew = TimeSpan.FromHours(1);
            await world.WaitAsync(TimeSpan.FromMinutes(1));
            world.Start();
            await world.WaitAsync(TimeSpan.FromSeconds(10));
            world.Kill(ahead);
            await client.UntilEndedAsync(
                await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromMinutes(1)), TimeSpan.FromMinutes(10));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Beat_of_a_long_run_keeps_it_through_the_longer_leases()
    {
        var world = new World();
        var client = Play(world, null, async client =>
        {
            var id = await client.AcceptAsync(
                Client.Request(ScriptedHandler.Progress, seconds: 1500) with
                {
                    Timeouts = new Timeouts { Run = TimeSpan.FromHours(1), Heartbeat = TimeSpan.FromSeconds(30) },
                });
            var run = await client.UntilEndedAsync(id, TimeSpan.FromHours(1));
            Assert.Equal((RunState.Succeeded, 1), (run.State, run.Attempt));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Handler_that_ignores_cancellation_frees_its_run()
    {
        var world = new World();
        var client = Play(world, null, async client =>
        {
            var timeouts = new Timeouts { Run = TimeSpan.FromSeconds(10) };
            var run = await client.UntilEndedAsync(
                await client.AcceptAsync(ScriptedHandler.Stubborn, retry: new RetryPolicy { MaxAttempts = 1 }, timeouts: timeouts));
            Assert.Equal((RunState.Failed, "timeout"), (run.State, run.End!.Error!.Type));
        });
        Oracles.Check(world, client.Accepted);
    }

    private static Client Play(World world, FaultPlan? plan, Func<Client, Task> script)
    {
        world.Start(plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await script(client);
            await Oracles.RestAsync(world, TimeSpan.FromHours(3));
        });
        return client;
    }

    private static (string Holder, long Epoch) Owner(World world)
    {
        var row = world.Memory.Rows("00").Single(row => row.Key == Keys.Owner);
        return (row.Columns.Text("holder")!, row.Columns.Number("epoch")!.Value);
    }
}
