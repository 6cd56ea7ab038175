using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>
/// A clock that was fast is set right, by more than what a message can be delayed. What is due in the false future waits for it, in
/// silence, and nothing is lost.
/// </summary>
public sealed class ClockSetBackTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(6.99)]
    [InlineData(8)]
    [InlineData(400)]
    public void Clock_is_set_back_by_days_without_an_error_and_nothing_is_lost(double days)
    {
        var world = new World(new WorldOptions { Workers = 1 });
        var process = world.Start();
        var client = new Client(world);
        world.Run(async () =>
        {
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            await client.PutScheduleAsync("job", "minutely", new ScheduleDefinition { Spec = new CronSpec { Cron = "* * * * *" } });

            // One that runs, some that wait behind it, one that is due soon, one later, one that waits for its retry.
            await client.AcceptAsync(ScriptedHandler.Flaky, retry: Retry(TimeSpan.FromSeconds(25)));
            await client.AcceptAsync(ScriptedHandler.Ok, seconds: 100);
            await world.WaitAsync(TimeSpan.FromSeconds(2));
            await client.AcceptManyAsync([.. Enumerable.Repeat(Client.Request(ScriptedHandler.Ok), 40)]);
            await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromSeconds(20));
            await client.AcceptAsync(ScriptedHandler.Ok, after: TimeSpan.FromSeconds(200));
            await world.WaitAsync(TimeSpan.FromSeconds(3));

            process.Clock.Skew = TimeSpan.FromDays(-days);
            await world.WaitAsync(TimeSpan.FromMinutes(30));
            Assert.True(process.Log.Errors == 0, $"{process.Log.Errors} errors\n{world}");

            // The false future comes.
            process.Clock.Skew = TimeSpan.Zero;
            foreach (var run in client.Accepted)
            {
                Assert.Equal(RunState.Succeeded, (await client.UntilEndedAsync(run, TimeSpan.FromDays(9))).State);
            }
        });
    }

    private static RetryPolicy Retry(TimeSpan delay) => new()
    {
        MaxAttempts = 3,
        Backoff = Backoff.Fixed,
        InitialDelay = delay,
    };
}
