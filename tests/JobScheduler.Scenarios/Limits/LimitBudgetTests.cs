using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Limits;

/// <summary>The storage calls that limits cost.</summary>
public sealed class LimitBudgetTests
{
    private const int Waiters = 10_000;

    /// <summary>Half an hour in which one run holds the only slot: a look a minute by the clock, whatever the length of the line.</summary>
    [Fact]
    public void Ten_thousand_that_wait_for_one_slot_cost_no_call_each_and_round()
    {
        int first = 0, second = 0;
        var world = new World(new WorldOptions { IsLong = true });
        var client = new Client(world);
        world.Watched.IsStrict = false;
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 1 }, ScriptedHandler.Hang) with
            {
                Timeouts = new Timeouts { Run = TimeSpan.FromDays(1) },
            });
            await client.AcceptManyAsync([LimitPlay.Request(0), LimitPlay.Request(0)]);
            await world.WaitAsync(TimeSpan.FromMinutes(10));
            world.Counter.Clear();
            await world.WaitAsync(TimeSpan.FromMinutes(30));
            first = world.Counter.Total;
            TestContext.Current.TestOutputHelper!.WriteLine($"{world.Counter}");

            for (var i = 0; i < Waiters; i += 1000)
            {
                await client.AcceptManyAsync([.. Enumerable.Range(0, 1000).Select(_ => LimitPlay.Request(0))]);
            }

            await world.WaitAsync(TimeSpan.FromMinutes(10));
            world.Counter.Clear();
            await world.WaitAsync(TimeSpan.FromMinutes(30));
            second = world.Counter.Total;
            TestContext.Current.TestOutputHelper!.WriteLine($"{world.Counter}");
        });

        Assert.InRange(second, 1, first + 60);
    }

    [Fact]
    public void Runs_of_a_limit_cost_few_calls_more()
    {
        const int Count = 200;
        var world = new World(new WorldOptions { Workers = 64 });
        var client = new Client(world);
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(25));
            await client.PutJobAsync(LimitPlay.Job, LimitPlay.Definition(new Concurrency { Max = 20 }));
            await world.WaitAsync(TimeSpan.FromSeconds(25));
            world.Counter.Clear();
            await client.AcceptManyAsync([.. Enumerable.Range(0, Count).Select(_ => LimitPlay.Request(1))]);
            await Oracles.RestAsync(world, TimeSpan.FromMinutes(10));
        });
        TestContext.Current.TestOutputHelper!.WriteLine($"{world.Counter.Total} calls: {world.Counter}");

        // Each round of 20: message, claim, end; and for the limit a look and a grant or two, with their messages.
        Assert.InRange(world.Counter.Total, 1, Count + (Count / 4));
    }
}
