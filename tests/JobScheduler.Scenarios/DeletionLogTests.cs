using JobScheduler.Scenarios.Simulation;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards.Records;

namespace JobScheduler.Scenarios;

/// <summary>What is deleted leaves no row in the end, but a word of who deleted it.</summary>
public sealed class DeletionLogTests
{
    [Fact]
    public void Deletion_is_logged_with_its_actor()
    {
        var world = new World();
        var client = new Client(world);
        world.Start();
        world.Run(async () =>
        {
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            await client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            await client.PutScheduleAsync("job", "s", new ScheduleDefinition { Spec = new CronSpec { Cron = "0 0 1 1 *" } });
            await client.PutCalendarAsync("de", new CalendarDefinition { Dates = [new DateOnly(2026, 12, 25)] });
            await client.DeleteScheduleAsync("job", "s");
            await client.DeleteJobAsync("job");
            await client.AskAsync<CalendarCatalog, bool>(async catalog =>
            {
                await catalog.DeleteAsync(Client.Me, "de", WriteCondition.None, CancellationToken.None);
                return true;
            });
        });

        var lines = world.Processes[0].Log.Lines;
        Assert.Single(lines, line => line.EndsWith("1281 Schedule job/s of tenant acme was deleted by me", StringComparison.Ordinal));
        Assert.Single(lines, line => line.EndsWith("1501 Job job of tenant acme was deleted by me", StringComparison.Ordinal));
        Assert.Single(lines, line => line.EndsWith("1282 Calendar de of tenant acme was deleted by me", StringComparison.Ordinal));
    }
}
