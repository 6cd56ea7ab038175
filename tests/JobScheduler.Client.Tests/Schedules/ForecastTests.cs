using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Schedules;

public sealed class ForecastTests : IDisposable
{
    private readonly Bench _bench = new();

    private SchedulesClient Client => _bench.Client.Schedules;

    private static DateTimeOffset March => new(2026, 3, 1, 1, 0, 0, TimeSpan.FromHours(1));

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(null, "")]
    [InlineData(3, "?count=3&from=2026-03-01T00%3A00%3A00.000Z")]
    public async Task Fires_asks_for_what_is_given(int? count, string query)
    {
        _bench.Server.Answer(200, Samples.Preview);

        var preview = await Client.FiresAsync("hello", "mornings", count, count is null ? null : March, Cancellation);

        Assert.Equal(
            ("GET", $"/base/api/v1/jobs/hello/schedules/mornings/fires{query}"), (_bench.Server.Only.Method, _bench.Server.Only.Target));
        Assert.Equal(["2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"], preview.Fires.Select(fire => fire.LocalTime));
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), preview.Fires[0].NominalAt);
        Assert.Equal(["dst gap: 02:30 does not exist, runs at 03:00"], preview.Fires[0].Notes);
        Assert.Equal([new SkippedFire("2026-03-31T02:30:00+02:00", "calendar holidays-de")], preview.Skipped);
    }

    [Fact]
    public async Task Preview_sends_the_spec_and_stores_nothing()
    {
        _bench.Server.Answer(200, Samples.Preview);
        var request =
            new PreviewRequest { Spec = CronSpec.Of("H 2 * * *"), From = March, Count = 5, JobId = "hello", ScheduleId = "nightly" };

        var preview = await Client.PreviewAsync(request, Cancellation);

        Assert.Equal(2, preview.Fires.Count);
        Assert.Equal(("POST", "/base/api/v1/schedules/preview"), (_bench.Server.Only.Method, _bench.Server.Only.Target));
        Assert.Equal(
            """{"spec":{"type":"cron","cron":"H 2 * * *"},"from":"2026-03-01T00:00:00.000Z","count":5"""
                + ""","jobId":"hello","scheduleId":"nightly"}""",
            _bench.Server.Only.Body);
    }

    [Fact]
    public async Task Preview_refused_names_the_fields()
    {
        _bench.Server.Answer(422, Samples.Problem(422, "invalid", """{ "spec.cron": ["field 3 (day of month): 42 is not in 1-31"] }"""));

        var failure = await Assert.ThrowsAsync<InvalidRequestException>(
            () => Client.PreviewAsync(new PreviewRequest { Spec = CronSpec.Of("0 0 42 * *") }, Cancellation));

        Assert.Equal(["field 3 (day of month): 42 is not in 1-31"], failure.Errors["spec.cron"]);
    }

    [Fact]
    public async Task Upcoming_keeps_the_range_over_all_pages()
    {
        const string Fire =
            """{ "jobId": "hello", "scheduleId": "mornings", "nominalAt": "2026-03-02T06:30:00.000Z","""
                + """ "localTime": "2026-03-02T07:30:00+01:00", "notes": ["a"] }""";
        _bench.Server
            .Answer(200, $$"""{ "items": [{{Fire}}], "continuation": "next" }""")
            .Answer(200, $$"""{ "items": [{{Fire}}, {{Fire}}], "continuation": null }""");

        var fires = await Client.UpcomingAsync(March, March.AddDays(7), Cancellation).ToListAsync(Cancellation);

        const string Path = "/base/api/v1/fires?from=2026-03-01T00%3A00%3A00.000Z&to=2026-03-08T00%3A00%3A00.000Z";
        Assert.Equal([Path, $"{Path}&continuation=next"], _bench.Server.Requests.Select(request => request.Target));
        Assert.Equal(3, fires.Count);
        Assert.Equal(("hello", "mornings", "2026-03-02T07:30:00+01:00"), (fires[0].JobId, fires[0].ScheduleId, fires[0].LocalTime));
        Assert.Equal(["a"], fires[0].Notes);
    }
}
