using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>An alarm that is nearer than the clock's next look rings when it is due, whoever has set it.</summary>
public sealed class NearAlarmTests
{
    public static TheoryData<int, bool> Shapes => new MatrixTheoryData<int, bool>([0, 3, 11, 17], [true, false]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Callback_that_takes_too_long_ends_within_a_second_of_its_limit(int offset, bool loops)
    {
        var (world, client) = Quiet(loops);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(100 + offset));
            var run = await client.AcceptAsync(
                ScriptedHandler.Callback,
                retry: new RetryPolicy { MaxAttempts = 1 },
                timeouts: new Timeouts { Run = TimeSpan.FromSeconds(2) });
            var taken = await client.UntilAsync(run, seen => seen.Token.Kind == Shards.TokenKind.Limit);
            var ended = await client.UntilEndedAsync(run);
            Assert.Equal(RunState.Failed, ended.State);
            Assert.InRange(ended.End!.At - taken.Claim!.At, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3));
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Callback_that_is_silent_ends_within_a_second_of_its_limit(int offset, bool loops)
    {
        var (world, client) = Quiet(loops);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(100 + offset));
            var run = await client.AcceptAsync(
                ScriptedHandler.Callback,
                retry: new RetryPolicy { MaxAttempts = 1 },
                timeouts: new Timeouts { Heartbeat = TimeSpan.FromSeconds(3) });
            var taken = await client.UntilAsync(run, seen => seen.Token.Kind == Shards.TokenKind.Limit);
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            await client.HeartbeatAsync(run, taken.Attempt);
            var beat = world.Time.Now;
            var ended = await client.UntilEndedAsync(run);
            Assert.InRange(ended.End!.At - beat, TimeSpan.FromSeconds(2.9), TimeSpan.FromSeconds(4));
        });
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Wait_for_an_executor_ends_within_a_second_of_its_limit(int offset, bool loops)
    {
        var (world, client) = Quiet(loops, workers: 1);
        world.Run(async () =>
        {
            await client.AcceptAsync(ScriptedHandler.Ok, seconds: 90);
            await world.WaitAsync(TimeSpan.FromSeconds(30 + offset));
            var limits = new double[] { 3, 5, 4, 12, 3.5 };
            var runs = await client.AcceptManyAsync([.. limits.Select(limit => Client.Request(ScriptedHandler.Ok) with
            {
                Timeouts = new Timeouts { Queue = TimeSpan.FromSeconds(limit) },
            })]);
            var unlimited = await client.AcceptAsync(ScriptedHandler.Ok);
            for (var i = 0; i < limits.Length; i++)
            {
                var ended = await client.UntilEndedAsync(runs[i]);
                Assert.Equal((RunState.Expired, RunReasons.QueueTimeout), (ended.State, ended.Reason));
                Assert.InRange(
                    ended.End!.At - ended.Spec.DueAt, TimeSpan.FromSeconds(limits[i]), TimeSpan.FromSeconds(limits[i] + 1));
            }

            Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(unlimited)).State);
        });
        Oracles.Check(world, client.Accepted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Wait_in_the_backlog_ends_within_a_second_of_its_limit_however_deep_it_is(bool loops)
    {
        var (world, client) = Quiet(loops, workers: 1, room: 1);
        world.Run(async () =>
        {
            await client.AcceptAsync(ScriptedHandler.Ok, seconds: 40);
            await world.WaitAsync(TimeSpan.FromSeconds(5));
            await client.AcceptManyAsync([.. Enumerable.Repeat(Client.Request(ScriptedHandler.Ok), 200)]);
            var limited = Client.Request(ScriptedHandler.Ok) with { Timeouts = new Timeouts { Queue = TimeSpan.FromSeconds(3) } };
            var runs = await client.AcceptManyAsync([.. Enumerable.Repeat(limited, 150)]);
            Assert.Contains(runs, run => world.Watched.Runs[Shards.Keys.Run(run)].Token.Kind == Shards.TokenKind.Backlog);
            foreach (var run in runs)
            {
                var ended = await client.UntilEndedAsync(run);
                Assert.Equal(RunState.Expired, ended.State);
                Assert.InRange(ended.End!.At - ended.Spec.DueAt, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4.5));
            }
        });
    }

    /// <param name="loops">True: as in a process that lives; false: as the instances of the Functions head do it.</param>
    /// <param name="workers">How many runs a process executes at once.</param>
    /// <param name="room">How many messages a queue takes.</param>
    private static (World World, Client Client) Quiet(bool loops, int workers = 20, int room = 256)
    {
        var world = new World(new WorldOptions { Workers = workers, QueueRoom = room, Holder = loops ? null : "app" });
        world.Start(clock: loops ? ClockRole.Loops : ClockRole.Turns | ClockRole.Hints);
        return (world, new Client(world));
    }
}
