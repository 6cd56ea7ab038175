using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>A schedule in the clock: each of its nominal times is a run, and starts on time.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void Cron_fires_once_for_each_nominal_time()
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition
            {
                Spec = new CronSpec { Cron = "*/5 * * * *" },
                Policy = new SchedulePolicy { Overlap = OverlapRule.Allow },
            });
            await world.WaitAsync(TimeSpan.FromHours(2));
            await client.DeleteScheduleAsync("job", "s");
        });
        var runs = world.Watched.Runs.Values.OrderBy(run => run.Spec.NominalAt).ToList();
        Assert.Equal(24, runs.Count);
        Assert.All(runs, run => Assert.Equal(RunState.Succeeded, run.State));
        Assert.All(
            runs,
            run => Assert.True(
                run.Claim!.At - run.Spec.NominalAt < TimeSpan.FromMilliseconds(100), $"{run.Claim.At:O} {run.Spec.NominalAt:O}"));
    }

    private static void Play(World world, Func<Client, Task> script)
    {
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            await script(client);
            await Oracles.RestAsync(world, TimeSpan.FromHours(1));
        });
        Oracles.Check(world, client.Accepted);
    }
}
