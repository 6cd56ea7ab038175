using JobScheduler.Scenarios.Simulation;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>
/// Runs of many gates end in one second, some with others queued behind them, and one fault happens at any call of what follows.
/// </summary>
public sealed class GateFaultTests
{
    private const int Free = 8;
    private const int Queued = 3;
    private const int OneVariantIn = 4;

    private (int First, int Last) _step;

    [Fact]
    public void Fault_at_any_call_of_the_release_of_many_gates_loses_and_doubles_no_run()
    {
        var calls =
            Live(FaultPlan.None).Processes[0].Storage.Calls.Where(call => call.Number > _step.First && call.Number <= _step.Last).ToList();
        Assert.InRange(calls.Count(call => call.Name == CallNames.Commit), 4, 30);
        var failed = new List<string>();
        var variants = calls.SelectMany(call => call.PossibleFaults.Select(fault => (Call: call, Fault: fault)));
        foreach (var (call, fault) in Breadth.Of(variants, OneVariantIn, variant => $"{variant.Call.Name} {variant.Fault}"))
        {
            try
            {
                Live(FaultPlan.At(call.Number, fault));
            }
            catch (Exception error)
            {
                failed.Add($"### {call} {fault}: {string.Join('\n', error.Message.Split('\n').Take(4))}");
            }
        }

        Assert.True(failed.Count == 0, $"{failed.Count} failed; {Breadth.Told}\n{string.Join('\n', failed.Take(10))}");
    }

    private World Live(FaultPlan plan)
    {
        var world = new World(new WorldOptions { Workers = 64 });
        world.Watched.LooksAtSchedules = false;
        var client = new Client(world);
        world.Start(plan);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));

            // Of 12:01 these are at work beyond 12:02, when the next come; of 12:02 the others end at the same time as they do.
            await PutAsync(client, "queued", Queued, 65, OverlapRule.QueueAll);
            await PutAsync(client, "free", Free, 5, OverlapRule.Skip);
            await world.WaitAsync(new DateTimeOffset(2026, 3, 1, 12, 2, 4, 500, TimeSpan.Zero) - world.Time.Now);
            var first = world.Processes[0].Storage.Calls.Count;
            await world.WaitAsync(TimeSpan.FromSeconds(3));
            _step = (first, world.Processes[0].Storage.Calls.Count);
            await Oracles.RestAsync(world, TimeSpan.FromMinutes(30));
        });
        Oracles.Check(world, client.Accepted);
        Assert.Equal(
            2 * (Free + Queued), world.Watched.Runs.Values.Select(run => (run.Spec.ScheduleId, run.Spec.NominalAt)).Distinct().Count());
        Assert.Equal(2 * (Free + Queued), world.Watched.Runs.Count);
        Assert.All(world.Watched.Runs.Values, run => Assert.Equal(RunState.Succeeded, run.State));
        return world;
    }

    private static async Task PutAsync(Client client, string job, int schedules, int seconds, OverlapRule rule)
    {
        await client.PutJobAsync(
            job,
            new JobDefinition
            {
                Target = new HandlerTarget { Name = ScriptedHandler.Ok },
                Input = new RawJson($$"""{"seconds":{{seconds}}}"""),
            });
        for (var i = 0; i < schedules; i++)
        {
            await client.PutScheduleAsync(job, $"{job}{i}", new ScheduleDefinition
            {
                Spec = new CronSpec { Cron = "* * * * *", MaxRuns = 2 },
                Policy = new SchedulePolicy { Overlap = rule, Misfire = MisfireRule.FireAll },
            });
        }
    }
}
