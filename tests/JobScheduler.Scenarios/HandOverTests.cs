using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>The slot of an overlap rule goes on at once, whoever ends the run that has it.</summary>
public sealed class HandOverTests
{
    [Fact]
    public void Next_in_the_queue_begins_at_once_where_another_process_has_the_clock()
    {
        // The second process executes and has no clock; the first has the clock and executes nothing.
        var world = new World { Replaces = false };
        world.Start(executes: false);
        world.Start(clock: ClockRole.None);
        var client = new Client(world);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
            var schedule = FirePlay.Minutely(OverlapRule.QueueAll) with { Spec = new CronSpec { Cron = "* * * * *", MaxRuns = 4 } };
            await FirePlay.PutAsync(client, schedule, 70);
            await world.WaitAsync(TimeSpan.FromMinutes(6));
            await Oracles.RestAsync(world, TimeSpan.FromMinutes(10));
        });

        Oracles.Check(world, client.Accepted);
        var runs = FirePlay.Runs(world);
        Assert.Equal(4, runs.Count);
        Assert.All(runs.Zip(world.Journal.Executions.Skip(1)), pair => Assert.InRange(
            pair.Second.At - pair.First.End!.At, TimeSpan.Zero, TimeSpan.FromMilliseconds(100)));
    }
}
