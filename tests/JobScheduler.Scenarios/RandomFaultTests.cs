using JobScheduler.Scenarios.Simulation;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>Many faults at once, two processes, and what is ready goes on in any order: drawn from a seed, which replays.</summary>
public sealed class RandomFaultTests
{
    private const int SeedsPerLife = 8;
    private const int OneSeedIn = 2;

    public static TheoryData<string> Names => [.. Lives.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Life_with_many_faults_holds(string life)
    {
        foreach (var seed in Breadth.Of(Enumerable.Range(1, SeedsPerLife), OneSeedIn, _ => life))
        {
            try
            {
                Live(life, seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"life '{life}', seed {seed}: {error.Message}; {Breadth.Told}", error);
            }
        }
    }

    [Fact]
    public void Run_same_seed_makes_the_same_calls()
    {
        var first = Live("bulk", 7);
        var second = Live("bulk", 7);
        var other = Live("bulk", 8);

        Assert.Equal(Trace(first), Trace(second));
        Assert.NotEqual(Trace(first), Trace(other));
    }

    private static List<string> Trace(World world) =>
        [.. world.Processes.SelectMany(process => process.Storage.Calls.Select(call => $"{process.Name} {call}")), world.ToString()];

    private static World Live(string life, int seed)
    {
        var world = new World(
            new WorldOptions { Seed = seed, Shards = 2, Shuffles = true, Distance = TimeSpan.FromMilliseconds(seed % 3 * 20) });
        world.Start(Plan(world, seed));
        world.Start(Plan(world, seed + 100));
        var client = new Client(world);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await Lives.All[life](world, client);
            await Oracles.RestAsync(world, TimeSpan.FromHours(1));
        });
        Oracles.Check(world, client.Accepted);
        return world;
    }

    /// <summary>A tenth of the calls fail in the first two minutes; then at most two processes die of it.</summary>
    internal static FaultPlan Plan(World world, int seed)
    {
        var chance = new SeededEntropy(seed);
        var end = world.Time.Now + TimeSpan.FromMinutes(2);
        return FaultPlan.When(call =>
        {
            var draw = chance.NextShare();
            return draw > 0.1 || world.Time.Now > end ? Fault.None
                : draw < 0.004 && world.Processes.Count < 4 ? (draw < 0.002 ? Fault.CrashBefore : Fault.CrashAfter)
                : draw < 0.04 ? Fault.FailBefore
                : draw < 0.07 && call.IsWrite ? Fault.FailAfter
                : draw < 0.08 ? Fault.Throttled
                : draw < 0.09 ? Fault.Doubled
                : Fault.None;
        });
    }
}
