using System.Text;
using JobScheduler.Api.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Api.Tests.Calendars;

[Collection(HostCollection.Name)]
public sealed class CalendarTests(TestHost host)
{
    private const string Holidays =
        """{ "kind": "exclude", "dates": ["2031-12-25"], "weekdays": ["sat", "sun"],"""
            + """ "ranges": [{ "from": "2031-12-28", "to": "2031-12-31" }], "timeZone": "Europe/Berlin" }""";

    [Fact]
    public async Task Put_newCalendar_201AndWhatGetShowsCanBePut()
    {
        const string Path = "/api/v1/calendars/cal-new";
        var made = await host.SendAsync("PUT", Path, Holidays);
        Assert.Equal((201, Path), (made.Status, made.Location));
        Assert.Matches("^\"[^\"]+\"$", made.ETag);
        Assert.Equal(
            ("cal-new", "exclude", "Europe/Berlin", "administrator"), (made["id"], made["kind"], made["timeZone"], made["createdBy"]));
        Assert.Equal("""["2031-12-25"]""", made.Json["dates"]!.ToJsonString());
        Assert.Equal("""["sat","sun"]""", made.Json["weekdays"]!.ToJsonString());
        Assert.Equal("""[{"from":"2031-12-28","to":"2031-12-31"}]""", made.Json["ranges"]!.ToJsonString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", made["createdAt"]);
        var read = await host.SendAsync("GET", Path);
        Assert.Equal((made.ETag, made.Text), (read.ETag, read.Text));
        var put = await host.SendAsync("PUT", Path, read.Text);
        Assert.Equal(200, put.Status);
        Assert.Equal(304, (await host.SendAsync("GET", Path, null, ("If-None-Match", put.ETag!))).Status);
    }

    [Fact]
    public async Task Put_conditions_412WhenTheyDoNotHold()
    {
        const string Path = "/api/v1/calendars/cal-conditions";
        Assert.Equal(412, (await host.SendAsync("PUT", Path, Holidays, ("If-Match", "*"))).Status);
        var created = await host.SendAsync("PUT", Path, Holidays, ("If-None-Match", "*"));
        Assert.Equal(412, (await host.SendAsync("PUT", Path, Holidays, ("If-None-Match", "*"))).Status);
        var changed = await host.SendAsync("PUT", Path, """{ "dates": ["2032-01-01"] }""", ("If-Match", created.ETag!));
        Assert.Equal(200, changed.Status);
        Assert.NotEqual(created.ETag, changed.ETag);
        Assert.Equal(412, (await host.SendAsync("PUT", Path, Holidays, ("If-Match", created.ETag!))).Status);
        Assert.Equal(412, (await host.SendAsync("DELETE", Path, null, ("If-Match", created.ETag!))).Status);
        Assert.Equal(204, (await host.SendAsync("DELETE", Path, null, ("If-Match", changed.ETag!))).Status);
        Assert.Equal(404, (await host.SendAsync("GET", Path)).Status);
        Assert.Equal(404, (await host.SendAsync("DELETE", Path)).Status);
    }

    [Theory]
    [InlineData("""{ "dates": ["2031-02-29"] }""", 400, "dates[0]")]
    [InlineData("""{ "days": ["2031-02-28"] }""", 400, "days")]
    [InlineData("""{ "weekdays": ["saturday"] }""", 400, "weekdays[0]")]
    [InlineData("""{ "timeZone": "Mars/Olympus" }""", 422, "timeZone")]
    [InlineData("""{ "ranges": [{ "from": "2031-12-31", "to": "2031-12-28" }] }""", 422, "ranges[0].to")]
    [InlineData("""{ "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] }""", 422, "weekdays")]
    [InlineData("""{ "kind": "include" }""", 422, "kind")]
    [InlineData("""{ "id": "other" }""", 422, "id")]
    public async Task Put_badCalendar_refusedWithItsField(string body, int status, string field)
    {
        var answer = await host.SendAsync("PUT", "/api/v1/calendars/cal-bad", body);
        Assert.Equal(status, answer.Status);
        Assert.Equal([field], answer.Json["errors"]!.AsObject().Select(error => error.Key));
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/calendars/cal-bad")).Status);
    }

    [Fact]
    public async Task Put_iCalendar_importsItsDays()
    {
        const string Path = "/api/v1/calendars/cal-import";
        var year = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().Year;
        var made = await ImportAsync(
            Path,
            CalendarOf($"DTSTART;VALUE=DATE:{year}1225\r\nDTEND;VALUE=DATE:{year}1226\r\nSUMMARY:Weihnachten"));
        Assert.Equal((201, "exclude"), (made.Status, made["kind"]));
        Assert.Equal($"""["{year}-12-25"]""", made.Json["dates"]!.ToJsonString());
        Assert.Equal(200, (await ImportAsync(Path, CalendarOf($"SUMMARY:a\u2028b\u2029c\u0085d\r\nDTSTART;VALUE=DATE:{year}1225"))).Status);
        Assert.Equal(
            "include",
            (await ImportAsync(Path + "?kind=include", CalendarOf($"DTSTART;VALUE=DATE:{year}1225")))["kind"]);
        var refused = await ImportAsync(Path, "25 December");
        Assert.Equal(400, refused.Status);
        Assert.Single(refused.Errors("$"));
        Assert.Single((await ImportAsync(Path + "?kind=both", "")).Errors("kind"));
        Assert.Single((await host.SendAsync("PUT", Path + "?kind=include", Holidays)).Errors("kind"));
        Assert.Equal(413, (await ImportAsync(Path, new string('x', 300_000))).Status);
        var other = await ImportAsync(Path, Holidays, "text/plain");
        Assert.Equal(415, other.Status);
        Assert.Contains("text/calendar", other.Headers["Accept"], StringComparison.Ordinal);

        static string CalendarOf(string days) =>
            $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1\r\n{days}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    }

    [Fact]
    public async Task Put_badId_422()
    {
        Assert.Single((await host.SendAsync("PUT", "/api/v1/calendars/UPPER", Holidays)).Errors("calendarId"));
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/calendars/UPPER")).Status);
    }

    [Fact]
    public async Task Delete_aCalendarInUse_409NamesTheSchedule()
    {
        await host.SendAsync("PUT", "/api/v1/calendars/cal-used", Holidays);
        await host.SendAsync("PUT", "/api/v1/jobs/cal-user", """{ "target": { "type": "handler", "name": "echo" } }""");
        const string Schedule = "/api/v1/jobs/cal-user/schedules/daily";
        var user = await host.SendAsync(
            "PUT", Schedule, """{ "spec": { "type": "cron", "cron": "0 4 * * *", "calendars": [{ "id": "cal-used" }] } }""");
        Assert.Equal(201, user.Status);
        var refused = await host.SendAsync("DELETE", "/api/v1/calendars/cal-used");
        Assert.Equal(409, refused.Status);
        Assert.Contains("daily", refused["detail"], StringComparison.Ordinal);
        await host.SendAsync("DELETE", Schedule);
        Assert.Equal(204, (await host.SendAsync("DELETE", "/api/v1/calendars/cal-used")).Status);
    }

    [Fact]
    public async Task List_inPages_allOnceById()
    {
        foreach (var id in new[] { "cal-list-c", "cal-list-a", "cal-list-b" })
        {
            await host.SendAsync("PUT", $"/api/v1/calendars/{id}", Holidays);
        }

        var ids = new List<string>();
        string? continuation = null;
        do
        {
            var page = await host.SendAsync(
                "GET", "/api/v1/calendars?limit=2" + (continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation)));
            Assert.Equal(200, page.Status);
            ids.AddRange(page.Json["items"]!.AsArray().Select(calendar => calendar!["id"]!.GetValue<string>()));
            continuation = page["continuation"];
        }
        while (continuation is not null);

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(["cal-list-a", "cal-list-b", "cal-list-c"], ids.Where(id => id.StartsWith("cal-list", StringComparison.Ordinal)));
    }

    private async Task<Answer> ImportAsync(string path, string text, string type = "text/calendar")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(text, Encoding.UTF8, type) };
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }
}
