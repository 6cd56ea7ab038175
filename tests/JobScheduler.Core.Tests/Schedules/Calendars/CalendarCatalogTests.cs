using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules.Calendars;

public sealed class CalendarCatalogTests : IDisposable
{
    private static readonly DateOnly Christmas = new(2026, 12, 25);
    private static readonly DateOnly Epiphany = new(2027, 1, 6);

    private readonly FakeTimeProvider _time = new(ScheduleProcess.Start);
    private readonly MemoryStorage _memory;
    private readonly ScheduleProcess _process;
    private readonly List<ScheduleProcess> _others = [];

    public CalendarCatalogTests()
    {
        _memory = new MemoryStorage(_time);
        _process = new ScheduleProcess(_memory, _time);
    }

    public void Dispose()
    {
        _process.Dispose();
        _others.ForEach(other => other.Dispose());
    }

    [Fact]
    public async Task Put_then_get_gives_the_days_sorted()
    {
        var written = await _process.PutAsync("de", Days(Epiphany, Christmas, Epiphany));

        Assert.True(written.Created);
        Assert.Equal([Christmas, Epiphany], written.Record.Definition.Dates);
        var read = await GetAsync("de");
        Assert.Equal((written.Record.ETag, "me", ScheduleProcess.Start), (read.ETag, read.CreatedBy, read.CreatedAt));
        Assert.Equal([Christmas, Epiphany], read.Definition.Dates);
    }

    [Fact]
    public async Task Put_of_the_same_days_changes_nothing()
    {
        var first = await _process.PutAsync("de", Days(Christmas, Epiphany));
        var rows = Rows();

        var second = await _process.PutAsync("de", Days(Epiphany, Christmas));

        Assert.False(second.Created);
        Assert.Equal(first.Record.ETag, second.Record.ETag);
        Assert.Equal(rows, Rows());
    }

    [Fact]
    public async Task Put_of_wrong_days_is_refused() =>
        Assert.Equal(
            ["kind"],
            (await RefusedAsync(
                _process.PutAsync("de", new CalendarDefinition { Kind = CalendarKind.Include }), RefusalKind.Invalid)).Errors.Keys);

    [Fact]
    public async Task Conditions_are_obeyed()
    {
        await RefusedAsync(_process.PutAsync("de", Days(Christmas), ifMatch: "x"), RefusalKind.Precondition);
        var first = await _process.PutAsync("de", Days(Christmas), ifNoneMatch: true);
        await RefusedAsync(_process.PutAsync("de", Days(Epiphany), ifNoneMatch: true), RefusalKind.Precondition);
        var second = await _process.PutAsync("de", Days(Epiphany), first.Record.ETag);
        await RefusedAsync(_process.PutAsync("de", Days(Christmas), first.Record.ETag), RefusalKind.Precondition);
        await RefusedAsync(_process.DeleteAsync("de", first.Record.ETag), RefusalKind.Precondition);
        await _process.DeleteAsync("de", second.Record.ETag);
        await RefusedAsync(_process.DeleteAsync("de"), RefusalKind.NotFound);
    }

    [Fact]
    public async Task Of_two_writers_with_one_etag_one_is_refused()
    {
        var first = await _process.PutAsync("de", Days(Christmas));
        ScheduleProcess? other = null;

        // The other's whole write happens between this one's reading and its commit.
        using var slow = new ScheduleProcess(_memory, _time, FaultPlan.When(call =>
        {
            if (call.Name == CallNames.Commit && other is null)
            {
                other = Other();
                Assert.True(other.Calendars.PutAsync(
                    ScheduleProcess.Me,
                    "de",
                    Days(Epiphany),
                    new WriteCondition(EntityTags.Of(first.Record.ETag)),
                    CancellationToken.None).IsCompletedSuccessfully);
            }

            return Fault.None;
        }));
        await RefusedAsync(slow.PutAsync("de", Days(Epiphany.AddDays(1)), first.Record.ETag), RefusalKind.Precondition);

        Assert.Equal([Epiphany], (await GetAsync("de")).Definition.Dates);
    }

    [Fact]
    public async Task Put_with_an_unknown_outcome_is_known_to_have_created()
    {
        var other = Other(FaultPlan.When(call => call.Name == CallNames.Commit ? Fault.FailAfter : Fault.None));

        var written = await other.PutAsync("de", Days(Christmas));

        Assert.True(written.Created);
        Assert.Equal((await GetAsync("de")).ETag, written.Record.ETag);
    }

    [Fact]
    public async Task Delete_with_an_unknown_outcome_succeeds()
    {
        await _process.PutAsync("de", Days(Christmas));

        await Other(FaultPlan.When(call => call.Name == CallNames.Commit ? Fault.FailAfter : Fault.None)).DeleteAsync("de");

        await RefusedAsync(GetAsync("de"), RefusalKind.NotFound);
    }

    [Fact]
    public async Task Deleted_calendar_is_gone_everywhere_and_may_come_again()
    {
        await _process.PutAsync("de", Days(Christmas));
        await _process.DeleteAsync("de");

        await RefusedAsync(GetAsync("de"), RefusalKind.NotFound);
        Assert.Empty((await ListAsync(10)).Items);
        Assert.Null(await _process.CachedAsync("de"));
        Assert.True((await _process.PutAsync("de", Days(Epiphany), ifNoneMatch: true)).Created);
        Assert.Equal(Epiphany, await _process.CachedAsync("de"));
    }

    [Fact]
    public async Task Delete_of_a_calendar_in_use_names_five_of_its_schedules()
    {
        await _process.PutAsync("de", Days(Christmas));
        await _process.AddAsync("other", "unrelated", Cron("fr"));
        for (var i = 1; i <= 7; i++)
        {
            await _process.AddAsync($"job{i}", "nightly", Cron("fr", "de"));
        }

        var refusal = await RefusedAsync(_process.DeleteAsync("de"), RefusalKind.Conflict);

        Assert.Contains(
            "job1/nightly, job2/nightly, job3/nightly, job4/nightly, job5/nightly, and others", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([Christmas], (await GetAsync("de")).Definition.Dates);
    }

    [Fact]
    public async Task List_is_merged_by_id_over_pages()
    {
        var ids = Enumerable.Range(0, 25).Select(i => $"c{i:D2}").ToList();
        foreach (var id in Enumerable.Reverse(ids))
        {
            await _process.PutAsync(id, Days(Christmas));
        }

        var listed = new List<string>();
        string? continuation = null;
        do
        {
            var page = await ListAsync(4, continuation);
            listed.AddRange(page.Items.Select(calendar => calendar.Id));
            continuation = page.Continuation;
        }
        while (continuation is not null);

        Assert.Equal(ids, listed);
    }

    [Fact]
    public async Task Large_calendar_is_in_a_blob_that_goes_with_its_last_reader()
    {
        var large =
            new CalendarDefinition { Dates = [.. Enumerable.Range(0, CalendarRules.MostDates).Select(i => Christmas.AddDays(2 * i))] };
        await _process.PutAsync("de", large);
        await _process.PutAsync("de", large with { Dates = [.. large.Dates.Skip(1)] });
        Assert.Equal(2, _memory.BlobNames.Count);
        Assert.Equal(CalendarRules.MostDates - 1, (await GetAsync("de")).Definition.Dates.Count);

        await _process.TickAsync(TimeSpan.FromSeconds(15));
        Assert.Single(_memory.BlobNames);
        await _process.DeleteAsync("de");
        await _process.TickAsync(TimeSpan.FromSeconds(15));

        Assert.Empty(_memory.BlobNames);
        Assert.DoesNotContain(
            _memory.Partitions.SelectMany(_memory.Rows),
            row => row.Key.StartsWith(Keys.CalendarPrefix(ScheduleProcess.Tenant), StringComparison.Ordinal));
    }

    private static CalendarDefinition Days(params DateOnly[] dates) => new() { Dates = dates };

    private static CronSpec Cron(params string[] calendars) =>
        new() { Cron = "0 3 * * *", Calendars = [.. calendars.Select(id => new CalendarUse(id))] };

    private static async Task<RefusalException> RefusedAsync(Task call, RefusalKind kind)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => call);
        Assert.Equal(kind, refusal.Kind);
        return refusal;
    }

    private ScheduleProcess Other(FaultPlan? plan = null)
    {
        var other = new ScheduleProcess(_memory, _time, plan);
        _others.Add(other);
        return other;
    }

    private List<string> Rows() =>
        [.. _memory.Partitions.SelectMany(partition => _memory.Rows(partition).Select(row => $"{partition} {row.Key} {row.ETag}"))];

    private Task<CalendarRecord> GetAsync(string id) => _process.Calendars.GetAsync(ScheduleProcess.Tenant, id, CancellationToken.None);

    private Task<Page<CalendarRecord>> ListAsync(int limit, string? continuation = null) =>
        _process.Calendars.ListAsync(ScheduleProcess.Tenant, new PageRequest(limit, continuation), CancellationToken.None);
}
