using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>States are saved under the lease that beats renew; with storage at a distance, both are under way at once.</summary>
public sealed class SavedStateTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(900)]
    public void Save_at_the_moment_of_a_beat_succeeds(int milliseconds)
    {
        var world = new World(new WorldOptions { Distance = TimeSpan.FromMilliseconds(milliseconds) });
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var id = await client.AcceptAsync(ScriptedHandler.SavingAtTheBeat);
            var run = await client.UntilEndedAsync(id);

            Assert.Equal((RunState.Succeeded, 1), (run.State, run.Attempt));
        });
        Oracles.Check(world, client.Accepted);
    }
}
