using JobScheduler.Scenarios.Simulation;
using JobScheduler.Storage;
using JobScheduler.Upkeep;

namespace JobScheduler.Scenarios;

/// <summary>Rows of schedules that were edited by hand, or have become unreadable: one bad row stops nobody, and is reported.</summary>
public sealed class ScheduleRowTests
{
    private const string Partition = "00";
    private const string Bad = "bad";
    private const string Good = "good";

    private readonly World _world = new();
    private readonly Client _client;

    public ScheduleRowTests() => _client = new Client(_world);

    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Alarm_unreadable_is_rebuilt_from_the_row(OverlapRule overlap) => Play(overlap, async () =>
    {
        await EditAsync(RowOperation.Merge(Alarm(), new Columns { { "state", "{]" } }));
        await _world.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(5, Fires(Bad));
    });

    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Alarm_and_row_unreadable_are_reported_and_a_put_repairs_them(OverlapRule overlap) => Play(overlap, async () =>
    {
        await EditAsync(
            RowOperation.Merge(Alarm(), new Columns { { "state", "{]" } }), RowOperation.Merge(RowKey, new Columns { { "state", "{]" } }));
        await _world.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, Fires(Bad));
        Assert.Contains(_world.Alive.Log.Lines, line => line.Contains("has no schedule", StringComparison.Ordinal));
        await _client.PutScheduleAsync("job", Bad, Definition(overlap));
        await _world.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(5, Fires(Bad));
    });

    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Row_missing_is_reported_and_its_alarm_goes(OverlapRule overlap) => Play(overlap, async () =>
    {
        await EditAsync(RowOperation.Delete(RowKey));
        await _world.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, Fires(Bad));
        Assert.Contains(_world.Alive.Log.Lines, line => line.Contains("has no schedule", StringComparison.Ordinal));
    });

    /// <summary>
    /// Until the walk of repair, each 6 hours. A change of the schedule gives it a new alarm at once, and what it missed is made up
    /// for.
    /// </summary>
    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Alarm_missing_is_rebuilt_by_a_change_of_the_schedule(OverlapRule overlap) => Play(overlap, async () =>
    {
        await EditAsync(RowOperation.Delete(Alarm()));
        await _world.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(0, Fires(Bad));
        await _client.PutScheduleAsync("job", Bad, Definition(overlap) with { Priority = Priority.High });
        await _world.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.InRange(Fires(Bad), 5, 7);
    });

    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Alarm_missing_is_rebuilt_by_the_walk_of_repair(OverlapRule overlap) => Play(overlap, async () =>
    {
        await EditAsync(RowOperation.Delete(Alarm()));
        await _world.WaitAsync(RepairAlarms.Period - TimeSpan.FromMinutes(5));
        Assert.Equal(0, Fires(Bad));
        await _world.WaitAsync(TimeSpan.FromMinutes(15));
        Assert.InRange(Fires(Bad), 10, 12);
        Assert.Contains(_world.Alive.Log.Lines, line => line.Contains("had lost its alarm", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData(OverlapRule.Allow)]
    [InlineData(OverlapRule.Skip)]
    public void Zone_that_is_gone_is_reported_and_a_put_repairs_it(OverlapRule overlap) => Play(overlap, async () =>
    {
        foreach (var key in new[] { Alarm(), RowKey })
        {
            var text = _world.Memory.Rows(Partition).Single(row => row.Key == key).Columns.Text("definition")!;
            var moved = text.Replace("\"Europe/Berlin\"", "\"Europe/Gone\"", StringComparison.Ordinal);
            await EditAsync(RowOperation.Merge(key, new Columns { { "definition", moved } }));
        }

        await _world.WaitAsync(TimeSpan.FromMinutes(12));
        Assert.Equal(0, Fires(Bad));
        Assert.InRange(_world.Alive.Log.Lines.Count(line => line.Contains("pushed by 5 minutes", StringComparison.Ordinal)), 2, 4);
        Assert.Equal("Europe/Gone", (await _client.GetScheduleAsync("job", Bad)).Definition.Spec.TimeZone);
        await _client.PutScheduleAsync("job", Bad, Definition(overlap));
        await _world.WaitAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(5, Fires(Bad));
    });

    private static string RowKey => Shards.Keys.Schedule(Client.Tenant, "job", Bad);

    private static ScheduleDefinition Definition(OverlapRule overlap) =>
        new() { Spec = new CronSpec { Cron = "* * * * *", TimeZone = "Europe/Berlin" }, Policy = new SchedulePolicy { Overlap = overlap } };

    /// <summary>Two schedules live; the script spoils one of them, and the other one must not notice.</summary>
    private void Play(OverlapRule overlap, Func<Task> script)
    {
        _world.Start();
        _world.Run(async () =>
        {
            await _client.PutJobAsync("job", new JobDefinition { Target = new HandlerTarget { Name = ScriptedHandler.Ok } });
            await _client.PutScheduleAsync("job", Good, Definition(overlap));
            await _client.PutScheduleAsync("job", Bad, Definition(overlap));
            await _world.WaitAsync(TimeSpan.FromSeconds(10));
            _world.Watched.IsStrict = false;
            var start = _world.Time.Now;
            await script();
            Assert.Equal(Math.Floor((_world.Time.Now - start).TotalMinutes), Fires(Good));
        });
    }

    private int Fires(string schedule) => _world.Watched.Runs.Values.Count(run => run.Spec.ScheduleId == schedule && run.Attempt > 0);

    private string Alarm() => _world.Memory.Rows(Partition).Single(row => row.Key == RowKey).Columns.Text("alarm")!;

    private async Task EditAsync(params RowOperation[] operations) =>
        Assert.True((await _world.Memory.Tables.CommitAsync(Partition, operations, CancellationToken.None)).Succeeded);
}
