using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Fleet;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>A year of a fleet of schedules of all kinds: every nominal fire is accounted for exactly once, whatever happens.</summary>
public sealed class FleetTests
{
    // Even the shortest one goes from before the changes of the clocks in America, over those in Europe, to after those in Australia.
    public static TheoryData<int, int> Lengths => Breadth.IsExhaustive ? new() { { 1, 365 }, { 2, 120 }, { 3, 42 } } : new() { { 3, 42 } };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Year_of_200_schedules_accounts_for_every_fire_once(int seed, int days)
    {
        var world = new World(new WorldOptions { Seed = seed, IsLong = true });
        var chance = new SeededEntropy(seed);
        var start = world.Time.Now;
        var design = new FleetDesign(chance, start);
        var members = design.Members(113).ToList();
        var life = new FleetLife(world, new Client(world), design, members, chance);
        world.Start();
        world.Start();
        world.Run(
            async () =>
            {
                await world.WaitAsync(TimeSpan.FromMilliseconds(500));
                await life.BeginAsync();
                await life.LiveAsync(start.AddDays(days));
                await life.EndAsync();
                await Oracles.RestAsync(world, TimeSpan.FromHours(12));
            },
            TimeSpan.FromDays(500));

        var ledger = new FleetLedger(world, new NaiveTimes(start, world.Time.Now.AddHours(1)), life.Jumps);
        foreach (var member in members)
        {
            ledger.Check(member);
            life.Outages.ForEach(back => ledger.CheckMissed(member, back));
        }

        var tale = $"seed {seed}: {ledger.Fires} fires, {ledger.Missed} of them missed, {ledger.False} counted by a false future only; "
            + $"{string.Join(", ", life.Events)}; storage calls: {world.Counter}";
        TestContext.Current.TestOutputHelper?.WriteLine(tale);
        Assert.True(
            ledger.Findings.Count == 0,
            $"{tale}\n{ledger.Findings.Count} findings:\n{string.Join('\n', ledger.Findings.Take(60))}\n"
                + string.Join('\n', world.Processes.SelectMany(process => process.Log.Lines).Take(40)));
        Oracles.Check(world, []);
    }
}
