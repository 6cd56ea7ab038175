using JobScheduler.Scenarios.Simulation;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards.Records;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Scenarios;

/// <summary>
/// A change of a calendar moves the fires of the schedules that use it, whichever process writes and whichever keeps the clock.
/// </summary>
public sealed class CalendarTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Change_of_a_calendar_moves_the_next_fire(int seed)
    {
        var world = new World(new WorldOptions { Seed = seed, Shards = 3, Shuffles = true });
        world.Start();
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            var client = new Client(world);
            var tomorrow = DateOnly.FromDateTime(world.Time.Now.UtcDateTime).AddDays(1);
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            await PutAsync(world.Processes[0], tomorrow);
            await client.AskAsync<ScheduleCatalog, Written<ScheduleRecord>>(catalog => catalog.PutAsync(
                Client.Me,
                "job",
                "daily",
                new ScheduleDefinition
                {
                    Spec = new CronSpec { Cron = "0 23 * * *", StartAt = At(tomorrow, 0), Calendars = [new CalendarUse("holidays")] },
                },
                null, WriteCondition.None, CancellationToken.None));
            await UntilAsync(world, client, At(tomorrow.AddDays(1), 23));

            // One of the two keeps the clock; each writes once.
            await PutAsync(world.Processes[1], tomorrow.AddDays(1));
            await UntilAsync(world, client, At(tomorrow, 23));
            await PutAsync(world.Processes[0], tomorrow);
            await UntilAsync(world, client, At(tomorrow.AddDays(1), 23));
        });
        Assert.Empty(world.Watched.Findings);
    }

    private static DateTimeOffset At(DateOnly day, int hour) => new(day, new TimeOnly(hour, 0), TimeSpan.Zero);

    private static Task<Written<CalendarRecord>> PutAsync(SimulatedProcess process, DateOnly holiday) =>
        process.AskAsync(services => services.GetRequiredService<CalendarCatalog>().PutAsync(
            Client.Me, "holidays", new CalendarDefinition { Dates = [holiday] }, WriteCondition.None, CancellationToken.None));

    private static async Task UntilAsync(World world, Client client, DateTimeOffset next)
    {
        var until = world.Time.Now + TimeSpan.FromSeconds(60);
        while ((await ReadAsync()).NextFireAt != next)
        {
            if (world.Time.Now >= until)
            {
                Assert.Fail($"the next fire did not become {next:O}\n{world}");
            }

            await world.WaitAsync(TimeSpan.FromMilliseconds(500));
        }

        Task<ScheduleRecord> ReadAsync() => client.AskAsync<ScheduleCatalog, ScheduleRecord>(
            catalog => catalog.GetAsync(Client.Tenant, "job", "daily", CancellationToken.None));
    }
}
