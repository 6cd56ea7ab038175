using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Simulation;

namespace JobScheduler.Scenarios;

/// <summary>Changes of the clocks, in the clock: the fires of each policy, by hand and by brute force.</summary>
public sealed class DstTests
{
    private const string Berlin = "Europe/Berlin";
    private const string LordHowe = "Australia/Lord_Howe";

    [Theory]
    [InlineData(Berlin, "2026-03-29T00:00:00Z", "30 2 * * *", GapRule.Skip, "")]
    [InlineData(Berlin, "2026-03-29T00:00:00Z", "30 2 * * *", GapRule.NextValid, "2026-03-29T01:00:00.000Z")]
    [InlineData(Berlin, "2026-03-29T00:00:00Z", "30 2 * * *", GapRule.Shift, "2026-03-29T01:30:00.000Z")]
    [InlineData(Berlin, "2026-03-29T00:00:00Z", "30 2 * * *", GapRule.Auto, "2026-03-29T01:00:00.000Z")]
    [InlineData(LordHowe, "2026-10-03T14:00:00Z", "15 2 * * *", GapRule.Skip, "")]
    [InlineData(LordHowe, "2026-10-03T14:00:00Z", "15 2 * * *", GapRule.NextValid, "2026-10-03T15:30:00.000Z")]
    [InlineData(LordHowe, "2026-10-03T14:00:00Z", "15 2 * * *", GapRule.Shift, "2026-10-03T15:45:00.000Z")]
    public void Gap_fires_by_its_policy(string zone, string start, string cron, GapRule gap, string expected) =>
        Assert.Equal(expected, Play(zone, start, cron, new DstPolicy { Gap = gap }));

    [Theory]
    [InlineData(Berlin, "2026-10-24T23:00:00Z", "30 2 * * *", RepeatRule.First, "2026-10-25T00:30:00.000Z")]
    [InlineData(Berlin, "2026-10-24T23:00:00Z", "30 2 * * *", RepeatRule.Second, "2026-10-25T01:30:00.000Z")]
    [InlineData(Berlin, "2026-10-24T23:00:00Z", "30 2 * * *", RepeatRule.Both, "2026-10-25T00:30:00.000Z 2026-10-25T01:30:00.000Z")]
    [InlineData(Berlin, "2026-10-24T23:00:00Z", "30 2 * * *", RepeatRule.Auto, "2026-10-25T00:30:00.000Z")]
    [InlineData(LordHowe, "2026-04-04T14:00:00Z", "45 1 * * *", RepeatRule.First, "2026-04-04T14:45:00.000Z")]
    [InlineData(LordHowe, "2026-04-04T14:00:00Z", "45 1 * * *", RepeatRule.Second, "2026-04-04T15:15:00.000Z")]
    [InlineData(LordHowe, "2026-04-04T14:00:00Z", "45 1 * * *", RepeatRule.Both, "2026-04-04T14:45:00.000Z 2026-04-04T15:15:00.000Z")]
    public void Repeated_time_fires_by_its_policy(string zone, string start, string cron, RepeatRule overlap, string expected) =>
        Assert.Equal(expected, Play(zone, start, cron, new DstPolicy { Overlap = overlap }));

    [Theory]
    [InlineData(Berlin, "2026-03-29T00:00:00Z", 12)]
    [InlineData(Berlin, "2026-10-24T23:00:00Z", 12)]
    [InlineData(LordHowe, "2026-10-03T14:00:00Z", 12)]
    [InlineData(LordHowe, "2026-04-04T14:00:00Z", 12)]
    public void Every_15_minutes_goes_on_through_a_change(string zone, string start, int fires) =>
        Assert.Equal(fires, Play(zone, start, "*/15 * * * *", new DstPolicy()).Split(' ').Length);

    /// <summary>Three hours around a change; both kinds of alarms.</summary>
    private static string Play(string zone, string start, string cron, DstPolicy dst)
    {
        var stories = new[] { OverlapRule.Allow, OverlapRule.Skip }.Select(overlap =>
        {
            var world = new World(new WorldOptions { Start = DateTimeOffset.Parse(start) });
            FirePlay.Play(world, async client =>
            {
                var spec = new CronSpec { Cron = cron, TimeZone = zone, Dst = dst };
                await FirePlay.PutAsync(client, new ScheduleDefinition { Spec = spec, Policy = new SchedulePolicy { Overlap = overlap } });
                await world.WaitAsync(TimeSpan.FromHours(3));
                await client.DeleteScheduleAsync(FirePlay.Job, FirePlay.Name);
            });
            FirePlay.StartedOnTime(world);
            return string.Join(' ', FirePlay.Runs(world).Select(run => Timestamp.Format(run.Spec.NominalAt)));
        }).ToList();
        Assert.Equal(stories[0], stories[1]);
        return stories[0];
    }
}
