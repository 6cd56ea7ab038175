using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>A stop is announced before the grace period, which handlers that listen do not use.</summary>
public sealed class StopNoticeTests
{
    [Fact]
    public void Handler_that_hands_itself_back_is_not_waited_for()
    {
        var world = new World();
        world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            var id = await client.AcceptAsync(ScriptedHandler.Polite);
            await client.UntilAsync(id, run => run.State == RunState.Running);
            var told = world.Time.Now;
            await world.Alive.StopAsync();

            Assert.True(world.Time.Now - told < world.Options.GracePeriod, "the stop waited");
            world.Start();
            await client.UntilEndedAsync(id);
            var attempts = await client.AttemptsAsync(id);
            Assert.Equal(
                [AttemptOutcome.HandedBack, AttemptOutcome.Succeeded], attempts.OrderBy(one => one.Number).Select(one => one.Outcome));
        });
    }
}
