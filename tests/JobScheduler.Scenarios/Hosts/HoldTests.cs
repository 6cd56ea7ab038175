using JobScheduler.Scenarios.Simulation;
using JobScheduler.Storage;

namespace JobScheduler.Scenarios.Hosts;

/// <summary>A host that asks to be left alone is left alone by all runs.</summary>
public sealed class HoldTests
{
    [Fact]
    public void Five_hundred_answers_429_in_one_second_cost_at_most_2_writes()
    {
        var host = new HostWorld(new WorldOptions { HttpCalls = 1000 });
        var writes = 0;
        host.World.Watched.Refuses = operation =>
        {
            writes += operation.Key.StartsWith("X~", StringComparison.Ordinal) && operation.Action != RowAction.Delete ? 1 : 0;
            return false;
        };
        var left = 500;
        host.Answers = async call =>
        {
            // All are under way before the first is answered; the answers come 2 ms apart.
            await call.TakeAsync(5 + 0.002 * --left);
            return HostWorld.Status(429, TimeSpan.FromSeconds(20));
        };
        host.World.Start();
        host.World.Run(async () =>
        {
            await host.SubmitAsync(500);
            await host.World.UntilAsync(() => host.Calls.Count(call => call.EndedAt is not null) == 500, TimeSpan.FromSeconds(30));
            await host.World.WaitAsync(TimeSpan.FromSeconds(2));
        });
        Assert.InRange(writes, 1, 2);
    }

    [Fact]
    public void Retry_after_of_one_run_holds_back_the_others_and_the_line_goes_on_when_it_is_over()
    {
        var host = new HostWorld(new WorldOptions { Shards = 2 });
        host.World.Start();
        host.World.Start();
        host.World.Run(async () =>
        {
            host.Answers = static _ => Task.FromResult(HostWorld.Status(503, TimeSpan.FromSeconds(40)));
            await host.SubmitAsync(1);
            await host.World.UntilAsync(() => host.Calls.Count == 1, TimeSpan.FromSeconds(10));
            var held = host.World.Time.Now;

            // The other process knows within 5 s.
            await host.World.WaitAsync(TimeSpan.FromSeconds(6));
            host.Answers = static _ => Task.FromResult(HostWorld.Ok);
            var runs = await host.SubmitAsync(20);
            await host.World.UntilAsync(() => host.Waiting == 20, TimeSpan.FromSeconds(10));
            var why = await host.WhyAsync(runs[0]);
            Assert.Equal(BlockerKind.Held, Assert.Single(why.Blockers).Kind);
            Assert.InRange(why.Blockers[0].Until!.Value, held.AddSeconds(39), held.AddSeconds(41));
            var sight = await host.SeeAsync();
            Assert.Equal((CircuitState.Closed, why.Blockers[0].Until), (sight.State.Circuit, sight.State.HeldUntil));
            foreach (var run in runs)
            {
                Assert.Equal(1, (await host.Client.UntilEndedAsync(run, TimeSpan.FromMinutes(2))).Attempt);
            }

            Assert.All(host.Calls.Skip(1), call => Assert.True(call.At >= sight.State.HeldUntil));
            Assert.All(host.Calls.Skip(1), call => Assert.True(call.At <= sight.State.HeldUntil!.Value.AddSeconds(6)));
        });
        Assert.Empty(host.World.Watched.Findings);
    }
}
