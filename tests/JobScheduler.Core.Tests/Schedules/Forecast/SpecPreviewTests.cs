using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Schedules.Forecast;

public sealed class SpecPreviewTests : IDisposable
{
    private static readonly DateTimeOffset Now = ScheduleProcess.Start;

    private readonly ScheduleProcess _process;

    public SpecPreviewTests()
    {
        var time = new FakeTimeProvider(Now);
        _process = new ScheduleProcess(new MemoryStorage(time), time);
    }

    public void Dispose() => _process.Dispose();

    [Fact]
    public async Task Fires_respect_calendars_and_say_what_is_skipped()
    {
        await _process.PutAsync("de", new CalendarDefinition { Dates = [new DateOnly(2026, 11, 26)] });

        var preview = await PreviewAsync(
            new CronSpec { Cron = "30 7 * * *", TimeZone = "Europe/Berlin", Calendars = [new CalendarUse("de")] }, 2);

        Assert.Equal(["2026-11-25T07:30:00+01:00", "2026-11-27T07:30:00+01:00"], preview.Fires.Select(fire => fire.LocalTime));
        Assert.StartsWith("2026-11-26T07:30:00", Assert.Single(preview.Skipped).LocalTime, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_relative_to_the_writing_are_taken_as_if_it_were_now()
    {
        Assert.Equal([Now.AddMinutes(40)], Times(await PreviewAsync(new OnceSpec { After = TimeSpan.FromMinutes(40) }, 3)));
        Assert.Equal(
            [Now.AddMinutes(15), Now.AddMinutes(30)], Times(await PreviewAsync(new IntervalSpec { Every = TimeSpan.FromMinutes(15) }, 2)));
        Assert.Equal(
            [Now.AddMinutes(15)],
            Times(await PreviewAsync(new IntervalSpec { Every = TimeSpan.FromMinutes(15), Mode = IntervalMode.Delay }, 2)));
    }

    [Fact]
    public async Task Runs_are_bounded_as_the_spec_says() =>
        Assert.Equal(2, (await PreviewAsync(new CronSpec { Cron = "@daily", MaxRuns = 2 }, 10)).Fires.Count);

    [Fact]
    public async Task Past_is_shown_when_asked_for()
    {
        var past = Now.AddDays(-2);

        Assert.Equal([past.AddDays(1)], Times(await PreviewAsync(new OnceSpec { At = past.AddDays(1) }, 5, past)));
        await RefusedAsync("spec.at", new OnceSpec { At = past }, 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task Count_out_of_bounds_is_refused(int count) => await RefusedAsync("count", new CronSpec { Cron = "@daily" }, count);

    [Fact]
    public async Task Everything_wrong_is_said_at_once() =>
        Assert.Equal(
            ["count", "spec.cron", "spec.timeZone"],
            (await RefusedAsync(new CronSpec { Cron = "x", TimeZone = "y" }, 0)).Order(StringComparer.Ordinal));

    [Fact]
    public async Task Calendars_that_are_unknown_are_refused_one_by_one()
    {
        await _process.PutAsync("de", new CalendarDefinition());

        Assert.Equal(
            ["spec.calendars[0].id", "spec.calendars[2].id"],
            await RefusedAsync(
                new CronSpec { Cron = "@daily", Calendars = [new CalendarUse("at"), new CalendarUse("de"), new CalendarUse("ch")] }, 5));
    }

    [Fact]
    public async Task Spec_that_its_calendars_never_allow_is_refused()
    {
        await _process.PutAsync("mondays", new CalendarDefinition { Kind = CalendarKind.Include, Weekdays = [DayOfWeek.Monday] });

        await RefusedAsync("spec.calendars", new CronSpec { Cron = "0 3 * * TUE", Calendars = [new CalendarUse("mondays")] }, 5);
    }

    [Theory]
    [InlineData("H H * * *", true)]
    [InlineData("0 3 * * h/2", true)]
    [InlineData("0 3 * * THU", false)]
    [InlineData("@hourly", false)]
    public async Task Spread_is_refused_without_the_schedule(string cron, bool refused)
    {
        var spec = new CronSpec { Cron = cron };
        Assert.NotEmpty((await PreviewAsync(spec, 5, job: "job", schedule: "s")).Fires);
        if (refused)
        {
            await RefusedAsync("spec.cron", spec, 5);
        }
        else
        {
            Assert.NotEmpty((await PreviewAsync(spec, 5)).Fires);
        }
    }

    private static IEnumerable<DateTimeOffset> Times(FirePreview preview) => preview.Fires.Select(fire => fire.NominalAt);

    private Task<FirePreview> PreviewAsync(
        ScheduleSpec spec, int count, DateTimeOffset? from = null, string? job = null, string? schedule = null) =>
        _process.Forecast.PreviewAsync(
            ScheduleProcess.Tenant,
            new PreviewRequest { Spec = spec, JobId = job, ScheduleId = schedule, From = from, Count = count },
            CancellationToken.None);

    private async Task<IEnumerable<string>> RefusedAsync(ScheduleSpec spec, int count)
    {
        var refusal = await Assert.ThrowsAsync<RefusalException>(() => PreviewAsync(spec, count));
        Assert.Equal(RefusalKind.Invalid, refusal.Kind);
        return refusal.Errors.Keys;
    }

    private async Task RefusedAsync(string field, ScheduleSpec spec, int count) => Assert.Equal([field], await RefusedAsync(spec, count));
}
