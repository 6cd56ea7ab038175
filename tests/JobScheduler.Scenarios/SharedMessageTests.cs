using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios;

/// <summary>
/// Fires of one second share a message over several commits, and one fault at any call of the step loses or doubles none.
/// </summary>
public sealed class SharedMessageTests
{
    private const int Schedules = 40;

    private (int First, int Last) _step;
    private int _messages;

    [Fact]
    public void Fires_of_several_commits_share_their_messages()
    {
        Live(FaultPlan.None);
        Assert.Equal(2, _messages);
    }

    [Fact]
    public void Fault_at_any_call_of_the_step_loses_and_doubles_no_fire()
    {
        var calls =
            Live(FaultPlan.None).Processes[0].Storage.Calls.Where(call => call.Number > _step.First && call.Number <= _step.Last).ToList();
        Assert.InRange(calls.Count(call => call.Name == CallNames.Commit), 4, 20);
        var failed = new List<string>();
        foreach (var (call, fault) in calls.SelectMany(call => call.PossibleFaults.Select(fault => (call, fault))))
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

        Assert.True(failed.Count == 0, $"{failed.Count} failed\n{string.Join('\n', failed.Take(10))}");
    }

    private World Live(FaultPlan plan)
    {
        var world = new World();
        world.Watched.LooksAtSchedules = false;
        var client = new Client(world);
        world.Start(plan);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            for (var i = 0; i < Schedules; i++)
            {
                await client.PutScheduleAsync("job", $"s{i}", new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "* * * * *", MaxRuns = 2 },
                    Policy = new SchedulePolicy { Overlap = OverlapRule.Allow, Misfire = MisfireRule.FireAll },
                });
            }

            await world.WaitAsync(new DateTimeOffset(2026, 3, 1, 12, 0, 28, TimeSpan.Zero) - world.Time.Now);
            var first = world.Processes[0].Storage.Calls.Count;
            await world.WaitAsync(TimeSpan.FromSeconds(4));
            _messages = world.Memory.Messages(QueueNames.Normal).Count;
            await world.WaitAsync(TimeSpan.FromSeconds(28.5));
            _step = (first, world.Processes[0].Storage.Calls.Count);
            await world.WaitAsync(TimeSpan.FromMinutes(2));
            await Oracles.RestAsync(world, TimeSpan.FromMinutes(30));
        });
        Oracles.Check(world, client.Accepted);
        Assert.Equal(2 * Schedules, world.Watched.Runs.Values.Select(run => (run.Spec.ScheduleId, run.Spec.NominalAt)).Distinct().Count());
        Assert.Equal(2 * Schedules, world.Watched.Runs.Count);
        Assert.All(world.Watched.Runs.Values, run => Assert.Equal(RunState.Succeeded, run.State));
        return world;
    }
}
