using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>More work than there is room for.</summary>
public sealed class LoadTests
{
    [Fact]
    public void Ready_line_is_fair_between_tenants_and_the_queue_stays_short()
    {
        var world = new World(new WorldOptions { QueueRoom = 2, Workers = 32, Shards = 2 });
        var client = new Client(world);
        var longest = 0;
        var firstOfSmall = 0;
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            var big = await client.AcceptManyAsync(
                [.. Enumerable.Range(0, 1900).Select(_ => Client.Request(ScriptedHandler.Ok, seconds: 1))], "big");
            var few = await client.AcceptManyAsync(
                [.. Enumerable.Range(0, 100).Select(_ => Client.Request(ScriptedHandler.Ok, seconds: 1))], "small");
            var small = few.ToHashSet();
            await world.UntilAsync(
                () =>
                {
                    longest = Math.Max(
                        longest,
                        world.Memory.Rows("00")
                            .Concat(world.Memory.Rows("01"))
                            .Where(row => Token.Read(row.Key).Kind == TokenKind.Message)
                            .Count());
                    if (world.Journal.Executions.Count(execution => small.Contains(execution.Run)) == small.Count && firstOfSmall == 0)
                    {
                        firstOfSmall = world.Journal.Executions.Count;
                    }

                    return firstOfSmall > 0 && world.Watched.Runs.Values.All(run => run.State.IsTerminal());
                },
                TimeSpan.FromHours(2));
            await Oracles.RestAsync(world, TimeSpan.FromMinutes(10));
            Assert.Equal(1900, big.Count);
        });
        Oracles.Check(world, client.Accepted);
        Assert.Equal(2000, world.Journal.Executions.Count);

        // The first bulk went in before there was a backlog; from then on the small tenant has its turn.
        Assert.True(firstOfSmall < 1900 * 3 / 4, $"the small tenant was served after {firstOfSmall} runs");
    }

    [Fact]
    public void Priorities_share_the_workers_by_weight()
    {
        var world = new World(new WorldOptions { Workers = 12, QueueRoom = 10_000 });
        var client = new Client(world);
        var served = new Dictionary<Priority, int>();
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            foreach (var priority in EnumText.Values<Priority>())
            {
                for (var i = 0; i < 20; i++)
                {
                    var request = Client.Request(ScriptedHandler.Ok, seconds: 1) with { Priority = priority };
                    await client.AcceptManyAsync([.. Enumerable.Repeat(request, 30)]);
                }
            }

            await world.UntilAsync(() => world.Journal.Executions.Count >= 500, TimeSpan.FromHours(1));
            served = world.Journal.Executions.Skip(60)
                .GroupBy(execution => world.Watched.Runs[Keys.Run(execution.Run)].Spec.Priority)
                .ToDictionary(group => group.Key, group => group.Count());
            await Oracles.RestAsync(world, TimeSpan.FromHours(1));
        });
        Oracles.Check(world, client.Accepted);
        Assert.True(
            served[Priority.High] > served[Priority.Normal] && served[Priority.Normal] > served[Priority.Low], string.Join(", ", served));
        Assert.True(served[Priority.Low] > 0);
    }

    [Fact]
    public void Accept_thousands_pending_are_all_executed_once()
    {
        var pending = Breadth.Of(20_000, 4_000);
        var world = new World(new WorldOptions { Shards = 4, Workers = 500, Distance = TimeSpan.FromMilliseconds(2) });
        var client = new Client(world);
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            for (var i = 0; i < pending / 1000; i++)
            {
                await client.AcceptManyAsync([.. Enumerable.Range(0, 1000).Select(_ => Client.Request(ScriptedHandler.Ok))]);
            }

            await world.UntilAsync(() => world.Journal.Executions.Count >= pending, TimeSpan.FromHours(1));
            await Oracles.RestAsync(world, TimeSpan.FromHours(1));
        });
        Oracles.Check(world, client.Accepted);
        Assert.Equal(pending, world.Journal.Executions.Count);
    }
}
