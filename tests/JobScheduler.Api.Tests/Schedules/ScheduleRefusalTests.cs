using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Schedules;

/// <summary>What cannot be scheduled is refused when it is written, with the field that is to blame.</summary>
[Collection(HostCollection.Name)]
public sealed class ScheduleRefusalTests(TestHost host)
{
    private const string Job = "/api/v1/jobs/refusing";
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" } }""";

    public static TheoryData<int, string, string> BadSchedules => new()
    {
        { 422, "spec.cron", """{ "spec": { "type": "cron", "cron": "0 0 30 2 *" } }""" },
        { 422, "spec.cron", """{ "spec": { "type": "cron", "cron": "0 9 42 * *" } }""" },
        { 422, "spec.cron", """{ "spec": { "type": "cron", "cron": "0 9 * *" } }""" },
        { 422, "spec.cron", """{ "spec": { "type": "cron", "cron": "" } }""" },
        { 422, "spec.cron", """{ "spec": { "type": "cron", "cron": "@sometimes" } }""" },
        { 422, "spec.cron", $$"""{ "spec": { "type": "cron", "cron": "{{string.Join(',', Enumerable.Repeat("1", 5_000))}} * * * *" } }""" },
        { 422, "spec.timeZone", """{ "spec": { "type": "cron", "cron": "0 9 * * *", "timeZone": "Europe/Berlinn" } }""" },
        { 422, "spec.timeZone", """{ "spec": { "type": "once", "after": "1h", "timeZone": "" } }""" },
        { 422, "spec.every", """{ "spec": { "type": "interval", "every": "999ms" } }""" },
        { 422, "spec.every", """{ "spec": { "type": "interval", "every": "0s" } }""" },
        {
            422,
            "spec.endAt",
            """{ "spec": { "type": "cron", "cron": "0 9 * * *", "startAt": "2031-02-01T00:00:00Z", "endAt": "2031-01-01T00:00:00Z" } }"""
        },
        {
            422,
            "spec.endAt",
            """{ "spec": { "type": "cron", "cron": "0 9 * * *", "startAt": "2031-02-01T10:00:00Z", "endAt": "2031-02-01T11:00:00Z" } }"""
        },
        { 422, "spec.at", """{ "spec": { "type": "once", "at": "2031-02-01T00:00:00Z", "after": "1h" } }""" },
        { 422, "spec.maxRuns", """{ "spec": { "type": "interval", "every": "1h", "maxRuns": 0 } }""" },
        { 422, "spec.jitter", """{ "spec": { "type": "interval", "every": "1h", "jitter": "25h" } }""" },
        { 422, "spec.calendars[0].id", """{ "spec": { "type": "interval", "every": "1h", "calendars": [{ "id": "A B" }] } }""" },
        {
            422,
            "spec.calendars[0].id",
            """{ "spec": { "type": "interval", "every": "1h", "calendars": [{ "id": "no-such-calendar" }] } }"""
        },
        { 422, "spec.calendars", """{ "spec": { "type": "cron", "cron": "0 9 * * MON", "calendars": [{ "id": "only-sundays" }] } }""" },
        { 422, "policy.maxCatchUp", """{ "spec": { "type": "interval", "every": "1h" }, "policy": { "maxCatchUp": 0 } }""" },
        { 422, "policy.catchUpWindow", """{ "spec": { "type": "interval", "every": "1h" }, "policy": { "catchUpWindow": "32d" } }""" },
        { 422, "note", $$"""{ "spec": { "type": "interval", "every": "1h" }, "paused": true, "note": "{{new string('n', 2001)}}" }""" },
        { 422, "resumeAt", """{ "spec": { "type": "interval", "every": "1h" }, "paused": true, "resumeAt": "2020-01-01T00:00:00Z" }""" },
        { 400, "spec.type", """{ "spec": { "cron": "0 9 * * *" } }""" },
        { 400, "spec.cron", """{ "spec": { "type": "interval", "every": "1h", "cron": "0 9 * * *" } }""" },
        { 400, "spec.startAt", """{ "spec": { "type": "interval", "every": "1h", "startAt": "2031-02-01" } }""" },
        { 400, "spec.every", """{ "spec": { "type": "interval", "every": "1h", "every": "2h" } }""" },
    };

    [Theory]
    [MemberData(nameof(BadSchedules), DisableDiscoveryEnumeration = true)]
    public async Task Put_whatCannotBe_namesTheFieldAlone(int status, string field, string body)
    {
        await PrepareAsync();
        var answer = await host.SendAsync("PUT", Job + "/schedules/bad", body);
        Assert.Equal(status, answer.Status);
        Assert.Equal([field], answer.Json["errors"]!.AsObject().Select(error => error.Key));
        Assert.True(answer.Text.Length < 4_000, "an answer does not grow with what it refuses");
        Assert.Equal(404, (await host.SendAsync("GET", Job + "/schedules/bad")).Status);
    }

    [Fact]
    public async Task Put_wrongField_saysWhichAndWhatWouldBeRight()
    {
        await PrepareAsync();
        var answer = await host.SendAsync("PUT", Job + "/schedules/bad", """{ "spec": { "type": "cron", "cron": "0 9 42 * *" } }""");
        Assert.Equal(["field 3 (day of month): 42 is not in 1-31"], answer.Errors("spec.cron"));
    }

    [Fact]
    public async Task Put_manyErrorsOfMeaning_allAtOnce()
    {
        await PrepareAsync();
        var answer = await host.SendAsync("PUT", Job + "/schedules/bad", """
            { "spec": { "type": "cron", "cron": "61 9 * * *", "timeZone": "Mars/Olympus", "maxRuns": -1, "jitter": "2d" },
              "policy": { "maxCatchUp": 1001 } }
            """);
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            ["policy.maxCatchUp", "spec.cron", "spec.jitter", "spec.maxRuns", "spec.timeZone"],
            answer.Json["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Preview_whatCannotBe_isRefusedByTheSameRules()
    {
        var answer = await host.SendAsync("POST", "/api/v1/schedules/preview", """{ "spec": { "type": "cron", "cron": "0 0 30 2 *" } }""");
        Assert.Equal(422, answer.Status);
        Assert.Single(answer.Errors("spec.cron"));
        var badId = await host.SendAsync(
            "POST", "/api/v1/schedules/preview", """{ "spec": { "type": "cron", "cron": "0 9 * * *" }, "jobId": "A B" }""");
        Assert.Equal(400, badId.Status);
    }

    private async Task PrepareAsync()
    {
        await host.SendAsync("PUT", Job, Echo);
        Assert.InRange(
            (await host.SendAsync("PUT", "/api/v1/calendars/only-sundays", """{ "kind": "include", "weekdays": ["sun"] }""")).Status,
            200,
            201);
    }
}
