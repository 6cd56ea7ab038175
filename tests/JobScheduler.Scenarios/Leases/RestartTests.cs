using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Leases;

/// <summary>A storage that only one process can use: whatever the one before it has left is without an executor for certain.</summary>
public sealed class RestartTests
{
    private static readonly WorldOptions Alone = new() { IsShared = false, TakeOverAfter = null };

    [Theory]
    [InlineData(0.5)]
    [InlineData(19.9)]
    [InlineData(700)]
    public void Work_of_a_killed_process_goes_on_within_2_s_of_the_next_start(double after)
    {
        var world = new World(Alone);
        var first = world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 1000, timeouts: new Timeouts { Run = TimeSpan.FromHours(1) });
            await world.UntilAsync(() => world.Journal.CountOf(run) == 1, TimeSpan.FromSeconds(10));
            await world.WaitAsync(TimeSpan.FromSeconds(after));
            var killed = world.Time.Now;
            world.Kill(first);
            await world.UntilAsync(() => world.Journal.CountOf(run) == 2, TimeSpan.FromMinutes(10));

            Assert.InRange(world.Journal.Executions[^1].At - killed, TimeSpan.Zero, TimeSpan.FromSeconds(2));
            var ended = await client.UntilEndedAsync(run);
            Assert.Equal((RunState.Succeeded, 2, 1), (ended.State, ended.Attempt, ended.Lost));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Work_of_the_process_itself_is_left_alone()
    {
        var world = new World(Alone);
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Ok, seconds: 300);
            Assert.Equal(1, (await client.UntilEndedAsync(run)).Attempt);
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Work_of_a_callback_target_is_left_to_it()
    {
        var world = new World(Alone);
        var first = world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var run = await client.AcceptAsync(ScriptedHandler.Callback);
            var taken = await client.UntilAsync(run, seen => seen.Token.Kind == Shards.TokenKind.Limit);
            world.Kill(first);
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            await client.CompleteAsync(run, taken.Attempt);
            var ended = await client.UntilEndedAsync(run);
            Assert.Equal((RunState.Succeeded, 1, 0), (ended.State, ended.Attempt, ended.Lost));
        });
        Oracles.Check(world, client.Accepted);
    }
}
