using System.Globalization;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>Every scripted life: as it is, and with one fault at each of its storage calls.</summary>
public sealed class LifeTests
{
    private const int OneVariantIn = 6;

    private static readonly TimeSpan ToRest = TimeSpan.FromMinutes(30);

    public static TheoryData<string> Names => [.. Lives.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Life_without_faults_holds(string life) => Live(life, FaultPlan.None);

    [Theory]
    [MemberData(nameof(Names))]
    public void Life_with_one_fault_holds(string life)
    {
        var calls = Live(life, FaultPlan.None).Processes[0].Storage.Calls;
        var failed = new List<string>();
        var only = Environment.GetEnvironmentVariable("SCENARIO_FAULT");
        var variants = calls.SelectMany(call => call.PossibleFaults.Select(fault => (Call: call, Fault: fault)));

        // Of each fault at each kind of call some, in every life.
        var chosen = only is null
            ? Breadth.Of(variants, OneVariantIn, variant => $"{life} {variant.Call.Name} {variant.Fault}")
            : variants.Where(variant => only == NameOf(variant.Call, variant.Fault));
        foreach (var (call, fault) in chosen)
        {
            try
            {
                Live(life, FaultPlan.At(call.Number, fault));
            }
            catch (Exception error)
            {
                failed.Add(
                    $"### SCENARIO_FAULT={NameOf(call, fault)} {call}\n{error.GetType().Name} {error.Message}\n"
                        + (only is null ? "" : error.StackTrace));
            }
        }

        Assert.True(
            failed.Count == 0,
            $"{failed.Count} variants of {calls.Count} calls failed; {Breadth.Told}; replay one with its variable\n"
            + string.Join('\n', only is null ? failed.Select(Head).Take(20) : failed));
    }

    private static string NameOf(StorageCall call, Fault fault) => string.Create(CultureInfo.InvariantCulture, $"{call.Number}:{fault}");

    private static string Head(string failure) => string.Join('\n', failure.Split('\n').Take(6));

    private static World Live(string life, FaultPlan plan)
    {
        var world = new World();
        world.Start(plan);
        var client = new Client(world);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await Lives.All[life](world, client);
            await Oracles.RestAsync(world, ToRest);
        });
        Oracles.Check(world, client.Accepted);
        return world;
    }
}
