using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Hosts;

/// <summary>How many calls a host has at once from all processes together.</summary>
public sealed class LimitTests
{
    [Theory]
    [InlineData(1, 1, 0.1)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 5, 30)]
    [InlineData(4, 2, 400)]
    public void Calls_with_a_current_fence_never_exceed_the_limit(int seed, int max, double seconds)
    {
        var host = new HostWorld(new WorldOptions { Shards = 4, Seed = seed, Shuffles = true });
        for (var i = 0; i < 3; i++)
        {
            host.World.Start();
        }

        host.Answers = async call =>
        {
            await call.TakeAsync(seconds);
            return HostWorld.Ok;
        };
        host.World.Run(async () =>
        {
            await host.PutAsync(new HostDefinition { Max = max });
            await host.World.WaitAsync(TimeSpan.FromSeconds(6));
            var accepted = await host.SubmitAsync(5 * max);
            await host.World.WaitAsync(TimeSpan.FromSeconds(3));

            // One stands still for longer than its leases last; another one dies.
            var frozen = host.World.Processes[1];
            frozen.Context.Freeze();
            host.World.Kill(host.World.Processes[2]);
            await host.World.WaitAsync(TimeSpan.FromSeconds(150));
            frozen.Context.Thaw();
            foreach (var run in accepted)
            {
                await host.Client.UntilEndedAsync(run, TimeSpan.FromHours(3));
            }
        });
        Assert.Equal(max, host.MostAtOnce);
        Assert.Empty(host.World.Watched.Findings);
    }
}
