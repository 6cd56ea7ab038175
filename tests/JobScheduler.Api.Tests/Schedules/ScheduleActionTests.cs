using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Schedules;

[Collection(HostCollection.Name)]
public sealed class ScheduleActionTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" }, "input": "of the job", "labels": { "a": "1" } }""";
    private const string Daily = """{ "spec": { "type": "cron", "cron": "0 4 * * *" } }""";

    [Fact]
    public async Task PauseAndResume_showInTheSchedule()
    {
        var path = await ScheduleAsync("act-pause", Daily);
        var paused = await host.SendAsync(
            "POST", path + "/pause", """{ "note": "closing", "until": "2038-01-01T00:00:00Z", "withdrawPending": true }""");
        Assert.Equal(200, paused.Status);
        Assert.Equal(
            (true, "closing", "2038-01-01T00:00:00.000Z"), (paused.Json["paused"]!.GetValue<bool>(), paused["note"], paused["resumeAt"]));
        Assert.Null(paused["nextFireAt"]);
        Assert.Equal("2038-01-01T00:00:00.000Z", (await host.SendAsync("GET", path + "/fires"))["resumeAt"]);
        var resumed = await host.SendAsync("POST", path + "/resume");
        Assert.Equal((200, false, null), (resumed.Status, resumed.Json["paused"]!.GetValue<bool>(), resumed["note"]));
        Assert.NotNull(resumed["nextFireAt"]);
        Assert.Equal(200, (await host.SendAsync("POST", path + "/pause")).Status);
        Assert.Equal(422, (await host.SendAsync("POST", path + "/pause", """{ "until": "2020-01-01T00:00:00Z" }""")).Status);
        Assert.Single((await host.SendAsync("POST", path + "/pause", $$"""{ "note": "{{new string('n', 2001)}}" }""")).Errors("note"));
    }

    [Theory]
    [InlineData("POST", "/pause", null)]
    [InlineData("POST", "/resume", null)]
    [InlineData("POST", "/trigger", null)]
    [InlineData("POST", "/backfill", """{ "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z" }""")]
    [InlineData("GET", "/fires", null)]
    public async Task Any_unknownSchedule_404(string method, string action, string? body)
    {
        await host.SendAsync("PUT", "/api/v1/jobs/act-none", Echo);
        Assert.Equal(404, (await host.SendAsync(method, "/api/v1/jobs/act-none/schedules/nothing" + action, body)).Status);
        Assert.Equal(404, (await host.SendAsync(method, "/api/v1/jobs/nobody/schedules/nothing" + action, body)).Status);
    }

    [Fact]
    public async Task Trigger_aSchedule_202AndTheRunIsOfIt()
    {
        var path = await ScheduleAsync(
            "act-trigger",
            Daily.Replace("\"spec\"", "\"input\": \"of the schedule\", \"priority\": \"low\", \"spec\"", StringComparison.Ordinal));
        var next = (await host.SendAsync("GET", path))["nextFireAt"];
        var run = await host.SendAsync("POST", path + "/trigger");
        Assert.Equal(202, run.Status);
        Assert.Equal($"/api/v1/runs/{run["id"]}", run.Location);
        Assert.Equal(("act-trigger", "one", "of the schedule", "low"), (run["jobId"], run["scheduleId"], run["input"], run["priority"]));
        Assert.Null(run.Json["missed"]);
        Assert.Equal("succeeded", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
        Assert.Equal(next, (await host.SendAsync("GET", path))["nextFireAt"]);

        await host.SendAsync("POST", "/api/v1/jobs/act-trigger/runs");
        foreach (var filter in new[] { "job=act-trigger&schedule=one", "job=act-trigger&schedule=one&state=succeeded" })
        {
            var listed = Assert.Single((await host.SendAsync("GET", "/api/v1/runs?" + filter)).Json["items"]!.AsArray());
            Assert.Equal(run["id"], listed!["id"]!.GetValue<string>());
        }

        Assert.Empty((await host.SendAsync("GET", "/api/v1/runs?job=act-trigger&schedule=two")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Trigger_withOverrides_takesThem()
    {
        var path = await ScheduleAsync("act-override", Daily);
        var run = await host.SendAsync(
            "POST",
            path + "/trigger",
            """{ "input": 5, "priority": "high", "labels": { "b": "2" }, "after": "1h", "overlap": "ignore" }""");
        Assert.Equal((202, "high", "scheduled"), (run.Status, run["priority"], run["state"]));
        Assert.Equal(5, run.Json["input"]!.GetValue<int>());
        Assert.Equal("""{"a":"1","b":"2"}""", run.Json["labels"]!.ToJsonString());
    }

    [Fact]
    public async Task Trigger_sameKeyAgain_200WithTheSameRun_andWithAnotherBody_422()
    {
        var path = await ScheduleAsync("act-key", Daily);
        var key = ("Idempotency-Key", "trigger-1");
        var first = await host.SendAsync("POST", path + "/trigger", """{ "input": 1 }""", key);
        var second = await host.SendAsync("POST", path + "/trigger", """{ "input": 1 }""", key);
        Assert.Equal((202, 200), (first.Status, second.Status));
        Assert.Equal((first["id"], first.Location), (second["id"], second.Location));
        Assert.Equal(422, (await host.SendAsync("POST", path + "/trigger", """{ "input": 2 }""", key)).Status);
    }

    [Theory]
    [InlineData("""{ "overlap": "skip" }""", 400, "overlap")]
    [InlineData("""{ "at": "soon" }""", 400, "at")]
    [InlineData("""{ "retry": {} }""", 400, "retry")]
    [InlineData("""{ "at": "2031-01-01T00:00:00Z", "after": "1h", "overlap": "ignore" }""", 422, "after")]
    [InlineData("""{ "after": "1h" }""", 422, "overlap")]
    [InlineData("""{ "labels": { "UPPER": "x" } }""", 422, "labels")]
    public async Task Trigger_badBody_refusedWithItsField(string body, int status, string field)
    {
        var answer = await host.SendAsync("POST", await ScheduleAsync("act-bad", Daily) + "/trigger", body);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Theory]
    [InlineData("DELETE", "?withdrawPending=true", null)]
    [InlineData("POST", "/pause", """{ "withdrawPending": true }""")]
    public async Task Withdraw_pendingRuns_cancelsThoseThatHaveNotStarted(string method, string action, string? body)
    {
        var job = "act-withdraw-" + method.ToLowerInvariant();
        var path = await ScheduleAsync(job, Daily);
        await host.SendAsync("POST", $"/api/v1/jobs/{job}/pause");
        var run = await host.SendAsync("POST", path + "/trigger");
        Assert.Equal("queued", run["state"]);
        Assert.Equal(method == "DELETE" ? 204 : 200, (await host.SendAsync(method, path + action, body)).Status);
        Assert.Equal("canceled", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
    }

    [Theory]
    [InlineData("DELETE", "", null)]
    [InlineData("POST", "/pause", null)]
    public async Task Withdraw_notAskedFor_runsGoOn(string method, string action, string? body)
    {
        var job = "act-go-on-" + method.ToLowerInvariant();
        var path = await ScheduleAsync(job, Daily);
        await host.SendAsync("POST", $"/api/v1/jobs/{job}/pause");
        var run = await host.SendAsync("POST", path + "/trigger");
        await host.SendAsync(method, path + action, body);
        await host.SendAsync("POST", $"/api/v1/jobs/{job}/resume");
        Assert.Equal("succeeded", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
    }

    [Fact]
    public async Task Trigger_whileARunGoesOn_givesWayUnlessItSaysIgnore()
    {
        await host.SendAsync(
            "PUT", "/api/v1/jobs/act-overlap", """{ "target": { "type": "handler", "name": "delay" }, "input": { "for": "1h" } }""");
        const string Path = "/api/v1/jobs/act-overlap/schedules/one";
        await host.SendAsync("PUT", Path, Daily);
        var first = await host.SendAsync("POST", Path + "/trigger");
        var second = await host.SendAsync("POST", Path + "/trigger");
        Assert.Equal(202, second.Status);
        var gaveWay = await host.SendAsync("GET", second.Location + "?wait=30s");
        Assert.Equal(("skipped", "overlap"), (gaveWay["state"], gaveWay["reason"]));
        var obeying = await host.SendAsync("POST", "/api/v1/jobs/act-overlap/runs", """{ "overlap": "obey" }""");
        Assert.Equal("skipped", (await host.SendAsync("GET", obeying.Location + "?wait=30s"))["state"]);

        var ignoring = await host.SendAsync("POST", Path + "/trigger", """{ "input": { "for": "10ms" }, "overlap": "ignore" }""");
        Assert.Equal("succeeded", (await host.SendAsync("GET", ignoring.Location + "?wait=30s"))["state"]);
        var other = await host.SendAsync("POST", "/api/v1/jobs/act-overlap/runs", """{ "input": { "for": "10ms" } }""");
        Assert.Equal("succeeded", (await host.SendAsync("GET", other.Location + "?wait=30s"))["state"]);

        await host.SendAsync("PUT", "/api/v1/jobs/act-overlap/schedules/two", Daily);
        Assert.Single((await host.SendAsync("POST", "/api/v1/jobs/act-overlap/runs", """{ "overlap": "obey" }""")).Errors("overlap"));
        await host.SendAsync("POST", first.Location + "/cancel");
    }

    [Fact]
    public async Task Backfill_aPastRange_202AndOneRunForEachTime()
    {
        var path = await ScheduleAsync("act-backfill", Daily);
        const string Body = """{ "id": "january", "from": "2026-01-01T00:00:00Z", "to": "2026-01-04T04:00:00Z", "maxConcurrency": 2 }""";
        var started = await host.SendAsync("POST", path + "/backfill", Body);
        Assert.Equal((202, "backfill"), (started.Status, started["kind"]));
        Assert.Equal($"/api/v1/operations/{started["id"]}", started.Location);
        var ended = await host.UntilAsync(started.Location!, answer => answer["state"] != "running");
        Assert.Equal(("succeeded", 3), (ended["state"], ended.Json["done"]!.GetValue<int>()));
        var runs = (await host.SendAsync("GET", "/api/v1/runs?job=act-backfill&schedule=one")).Json["items"]!.AsArray();
        Assert.Equal(
            ["2026-01-01T04:00:00.000Z", "2026-01-02T04:00:00.000Z", "2026-01-03T04:00:00.000Z"],
            runs.Select(run => run!["nominalAt"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal(started["id"], (await host.SendAsync("POST", path + "/backfill", Body))["id"]);
    }

    [Theory]
    [InlineData("""{ "from": "2026-01-01T00:00:00Z" }""", 400, "to")]
    [InlineData("""{ "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T00:00:00Z" }""", 422, "to")]
    [InlineData("""{ "from": "2026-01-01T00:00:00Z", "to": "2038-01-01T00:00:00Z" }""", 422, "to")]
    [InlineData("""{ "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z", "maxConcurrency": 101 }""", 422, "maxConcurrency")]
    [InlineData("""{ "from": "2026-01-01T00:00:00Z", "to": "2026-01-02T00:00:00Z", "id": "NO ID" }""", 400, "id")]
    public async Task Backfill_badBody_refusedWithItsField(string body, int status, string field)
    {
        var answer = await host.SendAsync("POST", await ScheduleAsync("act-backfill-bad", Daily) + "/backfill", body);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    /// <summary>Makes a job and its schedule "one"; the schedule's path.</summary>
    private async Task<string> ScheduleAsync(string job, string schedule)
    {
        await host.SendAsync("PUT", $"/api/v1/jobs/{job}", Echo);
        var path = $"/api/v1/jobs/{job}/schedules/one";
        Assert.InRange((await host.SendAsync("PUT", path, schedule)).Status, 200, 201);
        return path;
    }
}
