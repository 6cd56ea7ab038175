using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Shards;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios;

/// <summary>Where queues are polled slowly, who polls them is woken ahead of fires that are decided when they are due.</summary>
public sealed class WakeTests
{
    [Theory]
    [InlineData("0 * * * * *", OverlapRule.Skip, 10)]
    [InlineData("*/5 * * * * *", OverlapRule.Skip, 120)]
    [InlineData("*/5 * * * * *", OverlapRule.QueueAll, 120)]
    [InlineData("0 * * * * *", OverlapRule.Allow, 0)]
    public void Each_instant_has_one_wake_and_it_is_there_in_time(string cron, OverlapRule rule, int instants)
    {
        var polling = new QueuePolling(TimeSpan.FromSeconds(2.5));
        var wakes = Wakes(polling, cron, rule);
        Assert.InRange(wakes.Count, instants, instants == 0 ? 0 : instants + 1);
        Assert.All(wakes, wake => Assert.InRange(wake.For - wake.VisibleAt, polling.Interval, TimeSpan.FromSeconds(5.1)));
        Assert.Equal(wakes.Count, wakes.Select(wake => wake.For).Distinct().Count());
    }

    [Fact]
    public void Where_pumps_poll_there_are_none() => Assert.Empty(Wakes(new QueuePolling(TimeSpan.Zero), "0 * * * * *", OverlapRule.Skip));

    private static List<(DateTimeOffset For, DateTimeOffset VisibleAt)> Wakes(QueuePolling polling, string cron, OverlapRule rule)
    {
        var wakes = new Dictionary<DateTimeOffset, DateTimeOffset>();
        var world = new World(new WorldOptions { Adds = services => services.AddSingleton(polling) });
        world.Start(executes: false);
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            var client = new Client(world);
            var policy = new SchedulePolicy { Overlap = rule };
            await FirePlay.PutAsync(client, new ScheduleDefinition { Spec = new CronSpec { Cron = cron }, Policy = policy });
            for (var steps = 0; steps < 1200; steps++)
            {
                await world.WaitAsync(TimeSpan.FromSeconds(0.5));
                foreach (var message in world.Memory.Messages(QueueNames.Normal))
                {
                    if (Bell.TryParse(message.Body, 1)?.WakesFor is { } due)
                    {
                        wakes.TryAdd(due, message.VisibleAt);
                    }
                }
            }
        });
        return [.. wakes.OrderBy(wake => wake.Key).Select(wake => (wake.Key, wake.Value))];
    }
}
