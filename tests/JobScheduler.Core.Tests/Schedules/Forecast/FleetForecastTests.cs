using CsCheck;
using JobScheduler.Schedules;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules.Forecast;

public sealed class FleetForecastTests : IDisposable
{
    private static readonly DateTimeOffset Now = ScheduleProcess.Start;

    private readonly FakeTimeProvider _time = new(Now);
    private readonly MemoryStorage _memory;
    private readonly ScheduleProcess _process;

    public FleetForecastTests()
    {
        _memory = new MemoryStorage(_time);
        _process = new ScheduleProcess(_memory, _time);
    }

    public void Dispose() => _process.Dispose();

    [Fact]
    public async Task Fires_of_all_shards_are_in_order_of_time_then_name()
    {
        await _process.AddAsync("b", "x", Cron("0 */6 * * *"));
        await _process.AddAsync("a", "y", Cron("0 */12 * * *"));
        await _process.AddAsync("a", "x", Cron("0 0 * * *"));

        Assert.Equal(
            ["a/y +0", "b/x +0", "b/x +6", "a/x +12", "a/y +12", "b/x +12", "b/x +18"],
            (await AllAsync()).Select(fire => $"{fire.JobId}/{fire.ScheduleId} +{(fire.NominalAt - Now).TotalHours}"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Pages_hold_every_fire_once_while_time_goes_on(int limit)
    {
        await _process.AddAsync("b", "x", Cron("0 */6 * * *"));
        await _process.AddAsync("a", "y", Cron("0 */12 * * *", maxRuns: 2));
        await _process.AddAsync("a", "x", new OnceSpec { At = Now.AddHours(12) });
        await _process.AddAsync("c", "x", new OnceSpec { At = Now.AddHours(24.01) });
        var whole = await AllAsync();

        Assert.Equal(whole.Select(Text), (await AllAsync(limit, TimeSpan.FromMinutes(1))).Select(Text));
        Assert.Equal(7, whole.Count);
    }

    [Fact]
    public async Task Schedule_of_every_second_costs_no_more_than_the_page()
    {
        await _process.AddAsync("a", "x", Cron("* * * * * *"));
        await _process.AddAsync("b", "x", Cron("* * * * * *", maxRuns: 1_000_000));
        await _process.AddAsync("c", "x", new OnceSpec { At = Now.AddDays(30) });

        var page = await PageAsync(Now, Now.AddDays(31), new PageRequest(5));

        Assert.Equal(["a 0", "b 0", "a 1", "b 1", "a 2"], page.Items.Select(fire => $"{fire.JobId} {(fire.NominalAt - Now).TotalSeconds}"));
        Assert.NotNull(page.Continuation);
    }

    [Fact]
    public async Task Paused_ended_and_unreadable_ones_have_none_and_hide_no_others()
    {
        await _process.AddAsync(
            "a", "paused", Cron("0 * * * *"), schedule => schedule with { Pause = new SchedulePause(Now, "me", null, null) });
        await _process.AddAsync("a", "used-up", Cron("0 * * * *", maxRuns: 3), schedule => schedule with { Runs = 3 });
        await _process.AddAsync("a", "ended", Cron("0 * * * *"), schedule => schedule with
        {
            Definition = schedule.Definition with { Spec = schedule.Definition.Spec with { EndAt = Now } },
        });
        await _process.AddAsync(
            "a", "edited", Cron("0 * * * *"), schedule => schedule with { Definition = schedule.Definition with { Spec = Cron("?") } });
        await _memory.Tables.CommitAsync(
            ScheduleProcess.Partition("a"),
            [RowOperation.Insert("S~acme~a~garbage", new Columns { { "definition", "{]" } })],
            CancellationToken.None);
        await _process.AddAsync("b", "x", new OnceSpec { At = Now.AddHours(1) });

        Assert.Equal("x", Assert.Single(await AllAsync()).ScheduleId);
    }

    [Fact]
    public async Task Schedule_that_is_catching_up_has_its_later_fires()
    {
        await _process.AddAsync("a", "x", Cron("0 */6 * * *"), schedule => schedule with { NextFireAt = null });

        Assert.Equal(4, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Calendars_are_respected()
    {
        await _process.PutAsync("de", new CalendarDefinition { Dates = [new DateOnly(2026, 11, 25)] });
        await _process.AddAsync("a", "x", Cron("0 * * * *") with { Calendars = [new CalendarUse("de")] });

        Assert.Equal(12, (await AllAsync()).Count);
    }

    [Fact]
    public async Task Foreign_tenants_have_no_part()
    {
        await _process.AddAsync("a", "x", Cron("0 * * * *"));

        Assert.Empty((await _process.Forecast.OfAllAsync("acm", null, null, new PageRequest(), CancellationToken.None)).Items);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(0, 31, false)]
    [InlineData(0, 31.1, true)]
    public async Task Range_that_is_empty_or_too_long_is_refused(double from, double to, bool refused)
    {
        var call = PageAsync(Now.AddDays(from), Now.AddDays(to), new PageRequest());
        if (refused)
        {
            Assert.Equal(["to"], (await Assert.ThrowsAsync<RefusalException>(() => call)).Errors.Keys);
        }
        else
        {
            Assert.Empty((await call).Items);
        }
    }

    [Fact]
    public async Task Times_at_the_ends_of_the_calendar_are_taken()
    {
        await _process.AddAsync("a", "x", Cron("0 * * * *"));

        Assert.Empty((await PageAsync(DateTimeOffset.MaxValue.AddDays(-1), null, new PageRequest())).Items);
        await Assert.ThrowsAsync<RefusalException>(
            () => PageAsync(DateTimeOffset.MinValue, DateTimeOffset.MinValue.AddDays(1), new PageRequest()));
    }

    [Fact]
    public void Continuation_of_nobody_is_refused() => Gen.String[Gen.Char["0123456789~-ax"], 1, 30].Sample(text =>
    {
        var call = PageAsync(null, null, new PageRequest(10, PageMark.Write("fires", text)));
        Assert.True(call.IsCompleted);
        return call.IsCompletedSuccessfully || call.Exception!.InnerException is RefusalException;
    });

    private static string Text(UpcomingFire fire) => $"{fire.JobId}/{fire.ScheduleId} {fire.NominalAt:O}";

    private static CronSpec Cron(string cron, int? maxRuns = null) => new() { Cron = cron, MaxRuns = maxRuns };

    private Task<Page<UpcomingFire>> PageAsync(DateTimeOffset? from, DateTimeOffset? to, PageRequest page) =>
        _process.Forecast.OfAllAsync(ScheduleProcess.Tenant, from, to, page, CancellationToken.None);

    private async Task<List<UpcomingFire>> AllAsync(int limit = 1000, TimeSpan between = default)
    {
        var fires = new List<UpcomingFire>();
        var page = await PageAsync(null, null, new PageRequest(limit));
        for (fires.AddRange(page.Items); page.Continuation is { } mark; fires.AddRange(page.Items))
        {
            _time.Advance(between);
            page = await PageAsync(null, null, new PageRequest(limit, mark));
        }

        return fires;
    }
}
