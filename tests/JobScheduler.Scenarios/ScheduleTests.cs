using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Schedules;

namespace JobScheduler.Scenarios;

/// <summary>Schedules in the clock: what each policy makes of their fires.</summary>
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
        Assert.All(runs, run => Assert.True(run.Claim!.At - run.Spec.NominalAt < TimeSpan.FromMilliseconds(100), $"{run.Claim.At:O} {run.Spec.NominalAt:O}"));
    }

    [Theory]
    [InlineData(OverlapRule.Skip, 12)]
    [InlineData(OverlapRule.QueueOne, 12)]
    [InlineData(OverlapRule.QueueAll, 12)]
    [InlineData(OverlapRule.CancelPrevious, 12)]
    [InlineData(OverlapRule.Allow, 12)]
    public void Overlap(OverlapRule rule, int records)
    {
        var world = new World();
        Play(world, async client =>
        {
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok }, Input = new Text.RawJson("""{"seconds":150}""") });
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition { Spec = new CronSpec { Cron = "* * * * *" }, Policy = new SchedulePolicy { Overlap = rule } });
            await world.WaitAsync(TimeSpan.FromSeconds(12 * 60 + 20));
            await client.DeleteScheduleAsync("job", "s");
            await Oracles.RestAsync(world, TimeSpan.FromHours(2));
        });
        var runs = world.Watched.Runs.Values.OrderBy(run => run.Spec.NominalAt).ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', runs.Select(run => $"{run.Spec.NominalAt:HH:mm:ss} {run.State} {run.Reason} {run.Claim?.At:HH:mm:ss.fff} {run.End?.At:HH:mm:ss.fff}")));
        Assert.Equal(records, runs.Count);
        Oracles.Check(world, []);
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
