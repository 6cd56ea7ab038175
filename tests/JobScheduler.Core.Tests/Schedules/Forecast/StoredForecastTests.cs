using JobScheduler.Jobs;
using JobScheduler.Schedules;
using JobScheduler.Shards.Records;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules.Forecast;

/// <summary>Forecasts of schedules as the catalog writes them.</summary>
public sealed class StoredForecastTests : IDisposable
{
    private static readonly DateTimeOffset Now = ScheduleProcess.Start;

    private readonly ScheduleProcess _process;

    public StoredForecastTests()
    {
        var time = new FakeTimeProvider(Now);
        _process = new ScheduleProcess(new MemoryStorage(time), time);
    }

    public void Dispose() => _process.Dispose();

    [Fact]
    public async Task Fires_respect_calendars_and_the_runs_that_are_left()
    {
        await _process.PutAsync("de", new CalendarDefinition { Dates = [new DateOnly(2026, 11, 26)] });
        await PutAsync(new CronSpec { Cron = "0 7 * * *", MaxRuns = 3, Calendars = [new CalendarUse("de")] });

        Assert.Equal([25, 27, 28], (await OfScheduleAsync(10)).Fires.Select(fire => fire.NominalAt.Day));
        Assert.Equal([28], (await OfScheduleAsync(10, Now.AddDays(3))).Fires.Select(fire => fire.NominalAt.Day));
    }

    [Fact]
    public async Task Paused_schedule_shows_its_fires_and_that_they_do_not_run()
    {
        await PutAsync(new CronSpec { Cron = "0 7 * * *" }, new SchedulePauseWish(true));

        var preview = await OfScheduleAsync(10);

        Assert.Equal((10, true, null), (preview.Fires.Count, preview.Paused, preview.ResumeAt));
        Assert.All(preview.Fires, fire => Assert.StartsWith("paused", Assert.Single(fire.Notes), StringComparison.Ordinal));
        Assert.Empty((await AllAsync()).Items);
    }

    [Fact]
    public async Task Schedule_paused_for_a_time_says_until_when_and_is_in_the_list_of_all_from_then_on()
    {
        var until = Now.AddHours(5);
        await PutAsync(new CronSpec { Cron = "0 * * * *" }, new SchedulePauseWish(true, null, until));

        var preview = await OfScheduleAsync(24);

        Assert.Equal((true, until), (preview.Paused, preview.ResumeAt));
        Assert.Equal(preview.Fires.Where(fire => fire.NominalAt < until), preview.Fires.Where(fire => fire.Notes.Count > 0));
        Assert.Equal(
            preview.Fires.Where(fire => fire.NominalAt >= until).Select(fire => fire.NominalAt).TakeWhile(fire => fire < Now.AddDays(1)),
            (await AllAsync()).Items.Select(fire => fire.NominalAt));
    }

    [Fact]
    public async Task Paused_job_holds_the_runs_of_all_its_fires()
    {
        await PutAsync(new CronSpec { Cron = "0 7 * * *" });
        await _process.Get<JobCatalog>().PauseAsync(ScheduleProcess.Me, "job", null, Now.AddHours(1), false, CancellationToken.None);
        Assert.Equal((true, Now.AddHours(1)), ((await OfScheduleAsync(1)).Paused, (await OfScheduleAsync(1)).ResumeAt));

        await _process.Get<JobCatalog>().PauseAsync(ScheduleProcess.Me, "job", null, null, false, CancellationToken.None);

        Assert.Contains("waits", Assert.Single(Assert.Single((await AllAsync()).Items).Notes), StringComparison.Ordinal);
        Assert.All((await OfScheduleAsync(3)).Fires, fire => Assert.Single(fire.Notes));
    }

    [Fact]
    public async Task Schedule_that_is_not_paused_says_that()
    {
        await PutAsync(new CronSpec { Cron = "0 7 * * *" });

        Assert.Equal((false, null), ((await OfScheduleAsync(1)).Paused, (await OfScheduleAsync(1)).ResumeAt));
    }

    [Fact]
    public async Task Interval_after_ends_of_runs_shows_its_next_fire()
    {
        await PutAsync(new IntervalSpec { Every = TimeSpan.FromMinutes(15), Mode = IntervalMode.Delay });

        Assert.Equal(Now.AddMinutes(15), Assert.Single((await OfScheduleAsync(10)).Fires).NominalAt);
        Assert.Equal(
            "s",
            Assert.Single(
                (await _process.Forecast.OfAllAsync(ScheduleProcess.Tenant, null, null, new(), CancellationToken.None)).Items).ScheduleId);
    }

    [Fact]
    public async Task Schedule_that_there_is_not_and_a_wrong_count_are_refused()
    {
        Assert.Equal(RefusalKind.NotFound, (await Assert.ThrowsAsync<RefusalException>(() => OfScheduleAsync(10))).Kind);
        Assert.Equal(["count"], (await Assert.ThrowsAsync<RefusalException>(() => OfScheduleAsync(0))).Errors.Keys);
    }

    private async Task PutAsync(ScheduleSpec spec, SchedulePauseWish? pause = null)
    {
        var job = new JobDefinition { Target = new HandlerTarget { Name = "echo" } };
        await _process.Get<JobCatalog>().PutAsync(ScheduleProcess.Me, "job", job, null, WriteCondition.None, CancellationToken.None);
        await _process.Get<ScheduleCatalog>().PutAsync(
            ScheduleProcess.Me, "job", "s", new ScheduleDefinition { Spec = spec }, pause, WriteCondition.None, CancellationToken.None);
    }

    private Task<Page<UpcomingFire>> AllAsync() =>
        _process.Forecast.OfAllAsync(ScheduleProcess.Tenant, null, null, new(), CancellationToken.None);

    private Task<FirePreview> OfScheduleAsync(int count, DateTimeOffset? from = null) =>
        _process.Forecast.OfScheduleAsync(ScheduleProcess.Tenant, "job", "s", from, count, CancellationToken.None);
}
