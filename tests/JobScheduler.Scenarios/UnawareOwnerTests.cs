using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>Several processes, each with clocks of its own: what one sets going does not wait for another one's next look.</summary>
public sealed class UnawareOwnerTests
{
    public static TheoryData<int> Offsets => [0, 1, 3, 7, 12, 19];

    [Theory]
    [MemberData(nameof(Offsets))]
    public void Alarm_set_by_another_process_than_the_owner_rings_within_two_seconds(int offset)
    {
        var (world, client) = Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(100 + offset));
            var run = await client.AcceptAsync(
                ScriptedHandler.Callback,
                retry: new RetryPolicy { MaxAttempts = 1 },
                timeouts: new Timeouts { Run = TimeSpan.FromSeconds(4) });
            var taken = await client.UntilAsync(run, seen => seen.Token.Kind == Shards.TokenKind.Limit);
            var ended = await client.UntilEndedAsync(run);
            Assert.InRange(ended.End!.At - taken.Claim!.At, TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(6));
        });
        Oracles.Check(world, client.Accepted);
    }

    [Fact]
    public void Processes_that_wake_one_shard_in_turn_do_not_take_it_from_each_other_at_each_step()
    {
        var (world, client) = Start();
        var first = new Client(world, world.Processes[0]);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(60));
            var before = Epoch(world);
            var runs = new List<(Client Client, string Run)>();
            for (var half = 0; half < 120; half++)
            {
                var by = half % 2 == 0 ? first : client;
                runs.Add((by, await by.AcceptAsync(
                    ScriptedHandler.Callback,
                    retry: new RetryPolicy { MaxAttempts = 1 },
                    timeouts: new Timeouts { Run = TimeSpan.FromSeconds(3) })));
                await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            }

            foreach (var (by, run) in runs)
            {
                var ended = await by.UntilEndedAsync(run);
                Assert.InRange(ended.End!.At - ended.Claim!.At, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(6));
            }

            Assert.InRange(Epoch(world) - before, 0, 30);
        });
        Oracles.Check(world, client.Accepted.Concat(first.Accepted));
    }

    /// <summary>The first one owns the shard, the second one executes and is asked.</summary>
    private static (World World, Client Client) Start()
    {
        var world = new World { Replaces = false };
        world.Start(executes: false);
        world.Run(() => world.WaitAsync(TimeSpan.FromSeconds(2)));
        return (world, new Client(world, world.Start()));
    }

    private static long Epoch(World world) => world.Memory.Rows("00").Single(row => row.Key == "L").Columns.Number("epoch")!.Value;
}
