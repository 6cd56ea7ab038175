using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios.Hosts;

/// <summary>Circuits of hosts: when they open, what runs do meanwhile, how they close.</summary>
public sealed class CircuitTests
{
    [Fact]
    public void Ten_failures_open_the_circuit_and_waiting_runs_use_up_no_attempt()
    {
        var host = new HostWorld(new WorldOptions { Shards = 2 });
        host.World.Start();
        host.World.Run(async () =>
        {
            host.Answers = static _ => Task.FromResult(HostWorld.Status(500));
            await host.SubmitAsync(10);
            await host.World.UntilAsync(() => host.Calls.Count == 10, TimeSpan.FromSeconds(20));
            await host.World.WaitAsync(TimeSpan.FromSeconds(1));
            var runs = await host.SubmitAsync(40);
            await host.World.UntilAsync(() => host.Waiting == 40, TimeSpan.FromSeconds(5));

            Assert.Equal(10, host.Calls.Count);
            var sight = await host.SeeAsync();
            Assert.Equal((CircuitState.Open, 10, 40), (sight.State.Circuit, sight.State.Failures, sight.State.Waiting));
            var why = await host.WhyAsync(runs[0]);
            Assert.Equal((BlockerKind.Circuit, sight.State.OpenUntil), (Assert.Single(why.Blockers).Kind, why.Blockers[0].Until));
            Assert.InRange(why.Position ?? 0, 1, 40);

            // It is well again: one call finds out, and then all go through.
            host.Answers = static _ => Task.FromResult(HostWorld.Ok);
            foreach (var run in runs)
            {
                Assert.Equal(RunState.Succeeded, (await host.Client.UntilEndedAsync(run, TimeSpan.FromMinutes(2))).State);
            }

            Assert.True(host.Calls[10].At >= sight.State.OpenUntil, "it was called while its circuit was open");
            Assert.All(runs, run => Assert.Single(host.Calls, call => call.Run == run));
            await host.World.WaitAsync(TimeSpan.FromSeconds(10));
            Assert.Equal(0, host.Waiting);
            Assert.DoesNotContain(host.World.Memory.Partitions.SelectMany(host.World.Memory.Rows), row =>
                row.Key.StartsWith("W~", StringComparison.Ordinal) || row.Key.StartsWith("X~", StringComparison.Ordinal));
        });
        Assert.Empty(host.World.Watched.Findings);
    }
}
