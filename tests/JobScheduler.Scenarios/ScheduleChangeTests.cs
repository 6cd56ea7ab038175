using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;
using JobScheduler.Schedules;
using JobScheduler.Shards.Records;

namespace JobScheduler.Scenarios;

/// <summary>
/// Changes that are made while nobody's clock ticks: what was due before is run by the old definition, what is due later by the new.
/// </summary>
public sealed class ScheduleChangeTests
{
    [Fact]
    public void Definition_written_while_older_fires_are_open_begins_when_it_is_written() =>
        Assert.Equal("10 25 30 35 40 45 50 55", Play("0,10 * * * * *", async (world, client) =>
        {
            await UntilAsync(world, 12);
            await PutAsync(client, "0 0 0 1 1 *");
            await UntilAsync(world, 22);
            await PutAsync(client, "*/5 * * * * *");
        }));

    [Fact]
    public void Resume_while_older_fires_are_open_leaves_the_pause_silent() =>
        Assert.Equal("5 10 25 30 35 40 45 50 55", Play("*/5 * * * * *", async (world, client) =>
        {
            await UntilAsync(world, 12);
            await client.PauseScheduleAsync(FirePlay.Job, FirePlay.Name);
            await UntilAsync(world, 22);
            await client.ResumeScheduleAsync(FirePlay.Job, FirePlay.Name);
        }));

    [Fact]
    public void Change_after_a_pause_has_run_out_keeps_the_fires_since_then() =>
        Assert.Equal("5 10 20 25 30 40 50", Play("*/5 * * * * *", async (world, client) =>
        {
            await UntilAsync(world, 12);
            await client.PauseScheduleAsync(FirePlay.Job, FirePlay.Name, world.Time.Now + TimeSpan.FromSeconds(6));
            await UntilAsync(world, 27);
            await PutAsync(client, "*/10 * * * * *");
        }));

    /// <summary>The seconds of the first minute that fired; nobody's clock ticks before it is over.</summary>
    private static string Play(string cron, Func<World, Client, Task> script)
    {
        var world = new World { Replaces = false };
        FirePlay.Play(world, async client =>
        {
            await FirePlay.PutAsync(client, Definition("0 0 0 1 1 *"));
            var owner = world.Alive;
            world.Start();
            await world.WaitAsync(TimeSpan.FromSeconds(1));
            world.Kill(owner);
            await PutAsync(client, cron);
            await script(world, client);
            await UntilAsync(world, 80);
            await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
        });
        return string.Join(' ', FirePlay.Runs(world).Where(run => run.Spec.NominalAt.Minute == 0).Select(run => run.Spec.NominalAt.Second));
    }

    private static Task UntilAsync(World world, int second) => world.WaitAsync(world.Options.Start.AddSeconds(second) - world.Time.Now);

    private static Task<Written<ScheduleRecord>> PutAsync(Client client, string cron) =>
        client.PutScheduleAsync(FirePlay.Job, FirePlay.Name, Definition(cron));

    private static ScheduleDefinition Definition(string cron) =>
        new()
        {
            Spec = new CronSpec { Cron = cron },
            Policy = new SchedulePolicy { Overlap = OverlapRule.Allow, Misfire = MisfireRule.FireAll, MaxCatchUp = 100 },
        };
}
