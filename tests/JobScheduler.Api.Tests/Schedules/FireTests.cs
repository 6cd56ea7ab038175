using System.Text.Json.Nodes;
using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Schedules;

[Collection(HostCollection.Name)]
public sealed class FireTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" } }""";

    [Fact]
    public async Task Preview_whenClocksGoForward_showsWhatBecomesOfTheTime()
    {
        var moved = await PreviewAsync(
            """{ "spec": { "type": "cron", "cron": "30 2 * * *", "timeZone": "Europe/Berlin" },"""
                + """ "from": "2031-03-29T12:00:00Z", "count": 2 }""");
        Assert.Equal(["2031-03-30T01:00:00.000Z", "2031-03-31T00:30:00.000Z"], Times(moved));
        var fire = moved.Json["fires"]![0]!;
        Assert.Equal("2031-03-30T03:00:00+02:00", fire["localTime"]!.GetValue<string>());
        Assert.Contains("02:30", Assert.Single(fire["notes"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Empty(moved.Json["fires"]![1]!["notes"]!.AsArray());

        var skipped = await PreviewAsync(
            """{ "spec": { "type": "cron", "cron": "30 2 * * *", "timeZone": "Europe/Berlin", "dst": { "gap": "skip" } },"""
                + """ "from": "2031-03-29T12:00:00Z", "count": 1 }""");
        Assert.Equal(["2031-03-31T00:30:00.000Z"], Times(skipped));
        var skip = Assert.Single(skipped.Json["skipped"]!.AsArray())!;
        Assert.Equal("2031-03-30T02:30:00", skip["localTime"]!.GetValue<string>());
        Assert.NotEmpty(skip["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Preview_whenClocksGoBack_firesOnceOrTwiceAsItSays()
    {
        const string Spec =
            """{ "spec": { "type": "cron", "cron": "30 2 * * *", "timeZone": "Europe/Berlin", "dst": { "overlap": "auto" } },"""
                + """ "from": "2031-10-25T12:00:00Z", "count": 2 }""";
        Assert.Equal(["2031-10-26T00:30:00.000Z", "2031-10-27T01:30:00.000Z"], Times(await PreviewAsync(Spec)));
        var both = await PreviewAsync(Spec.Replace("auto", "both", StringComparison.Ordinal));
        Assert.Equal(["2031-10-26T00:30:00.000Z", "2031-10-26T01:30:00.000Z"], Times(both));
        Assert.Equal(
            ["2031-10-26T02:30:00+02:00", "2031-10-26T02:30:00+01:00"],
            both.Json["fires"]!.AsArray().Select(fire => fire!["localTime"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Preview_withACalendar_saysWhatItSkips()
    {
        await host.SendAsync("PUT", "/api/v1/calendars/fire-weekends", """{ "weekdays": ["sat", "sun"] }""");
        var preview = await PreviewAsync(
            """{ "spec": { "type": "cron", "cron": "0 9 * * *", "calendars": [{ "id": "fire-weekends" }] },"""
                + """ "from": "2031-01-03T00:00:00Z", "count": 2 }""");
        Assert.Equal(["2031-01-03T09:00:00.000Z", "2031-01-06T09:00:00.000Z"], Times(preview));
        Assert.Equal(2, preview.Json["skipped"]!.AsArray().Count);
        Assert.All(
            preview.Json["skipped"]!.AsArray(),
            skip => Assert.Contains("fire-weekends", skip!["reason"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task FiresOfSchedule_whilePaused_saySoAndUntilWhen()
    {
        const string Path = "/api/v1/jobs/fire-paused/schedules/yearly";
        await host.SendAsync("PUT", "/api/v1/jobs/fire-paused", Echo);
        await host.SendAsync("PUT", Path, """{ "spec": { "type": "cron", "cron": "0 0 1 1 *" } }""");
        Assert.False((await host.SendAsync("GET", Path + "/fires")).Json["paused"]!.GetValue<bool>());

        await host.SendAsync("POST", Path + "/pause", """{ "until": "2099-06-01T00:00:00Z" }""");
        var fires = await host.SendAsync("GET", Path + "/fires?from=2099-01-01T00:00:00Z&count=2");

        Assert.Equal(["2099-01-01T00:00:00.000Z", "2100-01-01T00:00:00.000Z"], Times(fires));
        Assert.True(fires.Json["paused"]!.GetValue<bool>());
        Assert.Equal("2099-06-01T00:00:00.000Z", fires["resumeAt"]);
        var note = Assert.Single(fires.Json["fires"]![0]!["notes"]!.AsArray())!.GetValue<string>();
        Assert.Equal("paused until 2099-06-01T00:00:00.000Z: does not run", note);
        Assert.Empty(fires.Json["fires"]![1]!["notes"]!.AsArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1001)]
    public async Task Preview_countOutOfBounds_422(int count)
    {
        var preview = await host.SendAsync(
            "POST", "/api/v1/schedules/preview", $$"""{ "spec": { "type": "cron", "cron": "0 9 * * *" }, "count": {{count}} }""");
        Assert.Single(preview.Errors("count"));
    }

    [Fact]
    public async Task Preview_withoutFromAndCount_tenFromNow()
    {
        var preview = await PreviewAsync("""{ "spec": { "type": "interval", "every": "1h" } }""");
        Assert.Equal(10, preview.Json["fires"]!.AsArray().Count);
    }

    [Fact]
    public async Task OfSchedule_fromATime_areThoseOfItsSpec()
    {
        await host.SendAsync("PUT", "/api/v1/jobs/fire-one", Echo);
        const string Path = "/api/v1/jobs/fire-one/schedules/morning";
        await host.SendAsync("PUT", Path, """{ "spec": { "type": "cron", "cron": "0 9 * * *", "timeZone": "Europe/Berlin" } }""");
        var fires = await host.SendAsync("GET", Path + "/fires?count=2&from=2031-01-01T00:00:00Z");
        Assert.Equal(200, fires.Status);
        Assert.Equal(["2031-01-01T08:00:00.000Z", "2031-01-02T08:00:00.000Z"], Times(fires));
        Assert.Equal("2031-01-01T09:00:00+01:00", fires.Json["fires"]![0]!["localTime"]!.GetValue<string>());
        Assert.Equal(10, (await host.SendAsync("GET", Path + "/fires")).Json["fires"]!.AsArray().Count);
        Assert.Single((await host.SendAsync("GET", Path + "/fires?count=0")).Errors("count"));
        Assert.Single((await host.SendAsync("GET", Path + "/fires?from=today")).Errors("from"));
        Assert.Single((await host.SendAsync("GET", Path + "/fires?limit=5")).Errors("limit"));
    }

    [Fact]
    public async Task OfAll_inPages_allOnceByTime()
    {
        const string Job = "/api/v1/jobs/fire-all";
        await host.SendAsync("PUT", Job, Echo);
        const string Quarters =
            """{ "spec": { "type": "cron", "cron": "*/15 13 * * *", "startAt": "2040-06-01T00:00:00Z","""
                + """ "endAt": "2040-06-02T00:00:00Z" } }""";
        await host.SendAsync("PUT", Job + "/schedules/a", Quarters);
        await host.SendAsync("PUT", Job + "/schedules/b", Quarters);
        await host.SendAsync("PUT", Job + "/schedules/c", Quarters);
        await host.SendAsync("POST", Job + "/schedules/c/pause");
        var fires = new List<(string At, string Job, string Schedule)>();
        string? continuation = null;
        do
        {
            var page = await host.SendAsync(
                "GET",
                "/api/v1/fires?from=2040-06-01T13:00:00Z&to=2040-06-01T14:00:00Z&limit=3" + (
                    continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation)));
            Assert.Equal(200, page.Status);
            var items = page.Json["items"]!.AsArray();
            Assert.InRange(items.Count, 0, 3);
            fires.AddRange(items.Select(item => (Text(item, "nominalAt"), Text(item, "jobId"), Text(item, "scheduleId"))));
            continuation = page["continuation"];
        }
        while (continuation is not null);

        Assert.Equal(
            fires.OrderBy(fire => fire.At, StringComparer.Ordinal)
                .ThenBy(fire => fire.Job, StringComparer.Ordinal)
                .ThenBy(fire => fire.Schedule, StringComparer.Ordinal),
            fires);
        Assert.Equal(
            from minute in new[] { "00", "15", "30", "45" }
            from id in new[] { "a", "b" }
            select (
                $"2040-06-01T13:{minute}:00.000Z", "fire-all", id),
            fires.Where(fire => fire.Job == "fire-all"));
    }

    [Theory]
    [InlineData("from=2031-01-02T00:00:00Z&to=2031-01-01T00:00:00Z", 422, "to")]
    [InlineData("from=2031-01-01T00:00:00Z&to=2031-03-01T00:00:00Z", 422, "to")]
    [InlineData("continuation=nonsense", 422, "continuation")]
    [InlineData("to=tomorrow", 400, "to")]
    [InlineData("job=fire-all", 400, "job")]
    public async Task OfAll_badRange_refusedWithItsParameter(string query, int status, string field)
    {
        var answer = await host.SendAsync("GET", "/api/v1/fires?" + query);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    private async Task<Answer> PreviewAsync(string body)
    {
        var answer = await host.SendAsync("POST", "/api/v1/schedules/preview", body);
        Assert.Equal(200, answer.Status);
        return answer;
    }

    private static IEnumerable<string> Times(Answer preview) => preview.Json["fires"]!.AsArray().Select(fire => Text(fire, "nominalAt"));

    private static string Text(JsonNode? node, string member) => node![member]!.GetValue<string>();
}
