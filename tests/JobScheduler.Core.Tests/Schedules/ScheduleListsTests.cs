using JobScheduler.Jobs;
using JobScheduler.Schedules;
using JobScheduler.Shards.Records;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules;

/// <summary>The list of the schedules of all jobs, over several shards.</summary>
public sealed class ScheduleListsTests : IDisposable
{
    private static readonly DateTimeOffset Now = ScheduleProcess.Start;

    /// <summary>In the order of the list: a job whose id continues another one comes before that.</summary>
    private static readonly string[] JobIds = ["b-1", "b", "c", "d.x", "d", "e"];

    private readonly FakeTimeProvider _time = new(Now);
    private readonly MemoryStorage _memory;
    private readonly ScheduleProcess _process;

    public ScheduleListsTests()
    {
        _memory = new MemoryStorage(_time);
        _process = new ScheduleProcess(_memory, _time);
    }

    public void Dispose() => _process.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_are_full_and_hold_every_schedule_once_job_by_job(int limit)
    {
        var all = await FillAsync();
        Assert.True(JobIds.Select(ScheduleProcess.Partition).Distinct().Count() > 1, "all jobs are in one shard");

        Assert.Equal(all, await AllAsync(new ScheduleQuery(), limit));
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        var all = await FillAsync();

        Assert.Equal(["b/once", "b/paused", "b/rate"], await AllAsync(new ScheduleQuery { JobId = "b" }, 2));
        Assert.Equal(
            all.Where(name => name.EndsWith("/paused", StringComparison.Ordinal)), await AllAsync(new ScheduleQuery { Paused = true }, 2));
        Assert.Equal(
            all.Where(name => name.EndsWith("/once", StringComparison.Ordinal) || name.EndsWith("/rate", StringComparison.Ordinal)),
            await AllAsync(new ScheduleQuery { Types = [SpecType.Once, SpecType.Interval] }, 3));
        Assert.Equal(["d.x/once"], await AllAsync(new ScheduleQuery { Text = "D.X", Types = [SpecType.Once], Paused = false }, 1));
        Assert.Equal(
            all.Where(name => name.EndsWith("/rate", StringComparison.Ordinal)), await AllAsync(new ScheduleQuery { Text = "AT" }, 2));
        Assert.Empty(await AllAsync(new ScheduleQuery { JobId = "nobody" }, 2));
    }

    [Fact]
    public async Task Schedules_show_their_next_and_last_fire_and_inputs_from_blobs()
    {
        var large = new RawJson('"' + new string('x', 20_000) + '"');
        await _process.Get<JobCatalog>().PutAsync(
            ScheduleProcess.Me,
            "b",
            new JobDefinition { Target = new HandlerTarget { Name = "echo" } },
            null,
            WriteCondition.None,
            CancellationToken.None);
        await _process.Get<ScheduleCatalog>().PutAsync(
            ScheduleProcess.Me,
            "b",
            "large",
            new ScheduleDefinition { Spec = Cron("0 13 * * *"), Input = large },
            null,
            WriteCondition.None,
            CancellationToken.None);
        await _process.AddAsync("c", "fired", Cron("0 14 * * *"), schedule => schedule with { LastFireAt = Now.AddHours(-22) });

        var page = await PageAsync(new ScheduleQuery(), new PageRequest());

        Assert.Equal([large.Text, null], page.Items.Select(schedule => schedule.Definition.Input?.Text));
        Assert.Equal([Now.AddHours(1), Now.AddHours(2)], page.Items.Select(schedule => schedule.NextFireAt));
        Assert.Equal([null, Now.AddHours(-22)], page.Items.Select(schedule => schedule.LastFireAt));
    }

    [Fact]
    public async Task Rows_that_cannot_be_read_hide_no_others()
    {
        await _process.AddAsync("b", "good", Cron("0 13 * * *"));
        await _process.AddAsync(
            "b", "edited", Cron("0 * * * *"), schedule => schedule with { Definition = schedule.Definition with { Spec = Cron("?") } });
        await _memory.Tables.CommitAsync(
            ScheduleProcess.Partition("b"),
            [RowOperation.Insert("S~acme~b~garbage", new Columns { { "definition", "{]" } })],
            CancellationToken.None);

        Assert.Contains("b/good", await AllAsync(new ScheduleQuery(), 10));
    }

    [Fact]
    public async Task Page_after_writes_goes_on_where_the_one_before_has_ended()
    {
        var all = await FillAsync();
        var first = await PageAsync(new ScheduleQuery(), new PageRequest(8));
        var last = first.Items[^1];
        await _process.AddAsync("b", "new", Cron("0 13 * * *"));
        await _process.AddAsync("e", "new", Cron("0 13 * * *"));
        await _memory.Tables.CommitAsync(
            ScheduleProcess.Partition(last.JobId), [RowOperation.Delete($"S~acme~{last.JobId}~{last.Id}")], CancellationToken.None);

        var rest = await PageAsync(new ScheduleQuery(), new PageRequest(1000, first.Continuation));

        var expected = all.Skip(8).Where(name => name != "e/once" && name != "e/paused" && name != "e/rate").Concat(
            all.Skip(8).Where(name => name.StartsWith("e/", StringComparison.Ordinal)).Append("e/new").Order(StringComparer.Ordinal));
        Assert.Equal(expected, rest.Items.Select(Name));
    }

    [Fact]
    public async Task Page_costs_a_read_of_each_shard_and_of_one_job_one()
    {
        await FillAsync();
        _process.Counter.Clear();

        await PageAsync(new ScheduleQuery(), new PageRequest());
        Assert.Equal((ScheduleProcess.Shards, ScheduleProcess.Shards), (_process.Counter.Reads, _process.Counter.Total));

        await PageAsync(new ScheduleQuery { JobId = "b" }, new PageRequest());
        Assert.Equal(ScheduleProcess.Shards + 1, _process.Counter.Total);
    }

    [Fact]
    public async Task Continuation_of_the_list_of_one_job_is_refused()
    {
        await FillAsync();
        var page = await PageAsync(new ScheduleQuery { JobId = "b" }, new PageRequest(1));

        await Assert.ThrowsAsync<RefusalException>(() => PageAsync(new ScheduleQuery(), new PageRequest(1, page.Continuation)));
    }

    private static CronSpec Cron(string expression) => new() { Cron = expression };

    private static string Name(ScheduleRecord schedule) => $"{schedule.JobId}/{schedule.Id}";

    /// <returns>The names, in the order of the list.</returns>
    private async Task<List<string>> FillAsync()
    {
        var names = new List<string>();
        foreach (var job in JobIds)
        {
            await _process.AddAsync(job, "once", new OnceSpec { At = Now.AddDays(1) });
            await _process.AddAsync(
                job, "paused", Cron("0 * * * *"), schedule => schedule with { Pause = new SchedulePause(Now, "me", null, null) });
            await _process.AddAsync(job, "rate", new IntervalSpec { Every = TimeSpan.FromHours(1), Anchor = Now });
            names.AddRange([$"{job}/once", $"{job}/paused", $"{job}/rate"]);
        }

        return names;
    }

    private async Task<List<string>> AllAsync(ScheduleQuery filter, int limit)
    {
        var names = new List<string>();
        for (var request = new PageRequest(limit); ;)
        {
            var page = await PageAsync(filter, request);
            names.AddRange(page.Items.Select(Name));
            if (page.Continuation is null)
            {
                return names;
            }

            Assert.Equal(limit, page.Items.Count);
            request = request with { Continuation = page.Continuation };
        }
    }

    private Task<Page<ScheduleRecord>> PageAsync(ScheduleQuery filter, PageRequest page) =>
        _process.Get<ScheduleLists>().ListAsync(ScheduleProcess.Tenant, filter, page, TestContext.Current.CancellationToken);
}
