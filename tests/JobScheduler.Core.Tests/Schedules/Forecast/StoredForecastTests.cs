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
    public async Task Paused_schedule_has_no_fires()
    {
        await PutAsync(new CronSpec { Cron = "0 7 * * *" }, new SchedulePauseWish(true));

        Assert.Empty((await OfScheduleAsync(10)).Fires);
        Assert.Empty((await _process.Forecast.OfAllAsync(ScheduleProcess.Tenant, null, null, new(), CancellationToken.None)).Items);
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

    private Task<FirePreview> OfScheduleAsync(int count, DateTimeOffset? from = null) =>
        _process.Forecast.OfScheduleAsync(ScheduleProcess.Tenant, "job", "s", from, count, CancellationToken.None);
}
