using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Runs;

[Collection(HostCollection.Name)]
public sealed class RunTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" }, "input": { "hello": "world" } }""";
    private const string Later = """{ "target": { "type": "handler", "name": "echo" }, "after": "1h" }""";

    [Fact]
    public async Task Post_ownRun_202AndItSucceedsWithItsResult()
    {
        var accepted = await host.SendAsync("POST", "/api/v1/runs", Echo);
        Assert.Equal(202, accepted.Status);
        Assert.Equal($"/api/v1/runs/{accepted["id"]}", accepted.Location);
        var ended = await host.SendAsync("GET", accepted.Location + "?wait=30s");
        Assert.Equal("succeeded", ended["state"]);
        Assert.Equal("""{"hello":"world"}""", ended.Json["result"]!.ToJsonString());
        Assert.Equal("echo", ended.Json["target"]!["name"]!.GetValue<string>());
        var result = await host.SendAsync("GET", accepted.Location + "/result");
        Assert.Equal("""{ "hello": "world" }""", result.Text);
        Assert.Equal("application/json", result.ContentType);
        Assert.Contains("sandbox", result.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        var attempts = await host.SendAsync("GET", accepted.Location + "/attempts");
        Assert.Equal("succeeded", Assert.Single(attempts.Json["items"]!.AsArray())!["outcome"]!.GetValue<string>());
    }

    [Fact]
    public async Task Post_largeInput_shownInTheRunButNotInLists()
    {
        var text = new string('x', 100_000);
        var accepted = await host.SendAsync(
            "POST",
            "/api/v1/runs",
            $$"""{ "target": { "type": "handler", "name": "echo" }, "input": "{{text}}", "labels": { "size": "large" } }""");
        var ended = await host.SendAsync("GET", accepted.Location + "?wait=30s");
        Assert.Equal(text, ended["input"]);
        Assert.Equal(text, ended["result"]);
        var listed = await host.SendAsync("GET", "/api/v1/runs?label=size:large");
        Assert.Null(Assert.Single(listed.Json["items"]!.AsArray())!["input"]);
    }

    [Fact]
    public async Task Post_sameKeyAgain_200WithTheSameRun_andWithAnotherBody_422()
    {
        var key = ("Idempotency-Key", "replayed");
        var first = await host.SendAsync("POST", "/api/v1/runs", Echo, key);
        var second = await host.SendAsync("POST", "/api/v1/runs", Echo, key);
        Assert.Equal(202, first.Status);
        Assert.Equal(200, second.Status);
        Assert.Equal(first["id"], second["id"]);
        Assert.Equal(422, (await host.SendAsync("POST", "/api/v1/runs", Later, key)).Status);
    }

    [Fact]
    public async Task Post_sameKeyWithAnotherOverlap_isAnotherRequest()
    {
        await host.SendAsync("PUT", "/api/v1/jobs/key-overlap", Echo);
        var key = ("Idempotency-Key", "overlap");
        Assert.Equal(202, (await host.SendAsync("POST", "/api/v1/jobs/key-overlap/runs", "{}", key)).Status);
        Assert.Equal(200, (await host.SendAsync("POST", "/api/v1/jobs/key-overlap/runs", """{ "overlap": null }""", key)).Status);
        Assert.Equal(422, (await host.SendAsync("POST", "/api/v1/jobs/key-overlap/runs", """{ "overlap": "ignore" }""", key)).Status);
    }

    [Fact]
    public async Task Post_badKey_400() =>
        Assert.NotEmpty(
            (await host.SendAsync("POST", "/api/v1/runs", Echo, ("Idempotency-Key", new string('k', 201)))).Errors("Idempotency-Key"));

    [Theory]
    [InlineData("""{ "target": { "type": "handler", "name": "echo" }, "at": "2026-12-01T07:30:00" }""", 400, "at")]
    [InlineData("""{ "target": { "type": "handler", "name": "echo" }, "at": "tomorrow" }""", 400, "at")]
    [InlineData("""{ "target": { "type": "handler", "name": "echo" }, "after": "-1h" }""", 400, "after")]
    [InlineData("""{ "target": { "type": "handler", "name": "echo" }, "after": "99999999999d" }""", 400, "after")]
    [InlineData("""{ "target": { "type": "handler", "name": "echo" }, "after": "1h", "at": "2099-12-01T07:30:00Z" }""", 422, "after")]
    [InlineData("""{ "target": { "type": "handler", "name": "echo" }, "jobId": "x" }""", 400, "jobId")]
    [InlineData("""{ "target": { "type": "handler", "name": "echo" }, "priority": 1 }""", 400, "priority")]
    [InlineData("""{ "target": { "type": "http", "url": "http://169.254.169.254/latest" } }""", 422, "target.url")]
    [InlineData("""{ "target": { "type": "http", "url": "http://user:pass@example.com/" } }""", 422, "target.url")]
    [InlineData("""{ "target": { "type": "http", "url": "file:///etc/passwd" } }""", 422, "target.url")]
    public async Task Post_badRun_refusedWithItsField(string body, int status, string field)
    {
        var answer = await host.SendAsync("POST", "/api/v1/runs", body);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Fact]
    public async Task Post_runOfJob_takesItsVersionAndInput()
    {
        await host.SendAsync(
            "PUT", "/api/v1/jobs/of-job", """{ "target": { "type": "handler", "name": "echo" }, "input": 7, "labels": { "a": "1" } }""");
        var run = await host.SendAsync(
            "POST", "/api/v1/jobs/of-job/runs", """{ "labels": { "b": "2" }, "overlap": "ignore", "priority": "high" }""");
        Assert.Equal(202, run.Status);
        Assert.Equal("of-job", run["jobId"]);
        Assert.Equal(1, run.Json["jobVersion"]!.GetValue<int>());
        Assert.Equal("high", run["priority"]);
        Assert.Equal(7, run.Json["input"]!.GetValue<int>());
        Assert.Equal("""{"a":"1","b":"2"}""", run.Json["labels"]!.ToJsonString());
        Assert.Equal(400, (await host.SendAsync("POST", "/api/v1/jobs/of-job/runs", """{ "retry": {} }""")).Status);
    }

    [Fact]
    public async Task Bulk_goodAndBadItems_eachAnsweredInOrder()
    {
        var answer = await host.SendAsync("POST", "/api/v1/runs/bulk", """
            { "items": [ { "target": { "type": "handler", "name": "echo" }, "labels": { "bulk": "mix" } }, { "targt": 1 },
              { "jobId": "nobody" }, { "jobId": "x", "target": { "type": "handler", "name": "echo" } },
              7, { "target": { "type": "handler", "name": "nobody" } },
              { "target": { "type": "handler", "name": "echo" }, "labels": { "bulk": "mix" }, "idempotencyKey": "bulk-1" } ] }
            """);
        Assert.Equal(200, answer.Status);
        var statuses = answer.Json["items"]!.AsArray().Select(item => item!["problem"]?["status"]?.GetValue<int>() ?? 0);
        Assert.Equal([0, 400, 404, 422, 400, 422, 0], statuses);
        Assert.Equal(2, (await host.SendAsync("GET", "/api/v1/runs?label=bulk:mix")).Json["items"]!.AsArray().Count);
        Assert.Null(answer.Json["items"]![0]!["problem"]);
        Assert.NotNull(answer.Json["items"]![0]!["run"]!["id"]);
    }

    [Theory]
    [InlineData("""{ "items": [] }""", 422)]
    [InlineData("""{ "items": {} }""", 400)]
    [InlineData("""{ }""", 400)]
    [InlineData("""{ "items": [], "more": 1 }""", 400)]
    public async Task Bulk_badAsAWhole_refused(string body, int status) =>
        Assert.Equal(status, (await host.SendAsync("POST", "/api/v1/runs/bulk", body)).Status);

    [Fact]
    public async Task Bulk_moreThan1000_422()
    {
        var items = string.Join(",", Enumerable.Repeat("{}", 1001));
        Assert.Single((await host.SendAsync("POST", "/api/v1/runs/bulk", $$"""{ "items": [{{items}}] }""")).Errors("items"));
    }

    [Fact]
    public async Task List_filteredInPages_allOnceNewestFirst()
    {
        var items = string.Join(
            ",",
            Enumerable.Range(1, 7).Select(
                i => $$"""{ "target": { "type": "handler", "name": "echo" }, "after": "{{i}}h", "labels": { "page": "runs" } }"""));
        await host.SendAsync("POST", "/api/v1/runs/bulk", $$"""{ "items": [{{items}}] }""");
        var due = new List<string>();
        string? continuation = null;
        do
        {
            var page = await host.SendAsync(
                "GET",
                "/api/v1/runs?label=page:runs&state=scheduled&state=queued&limit=3" + (
                    continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation)));
            due.AddRange(page.Json["items"]!.AsArray().Select(run => run!["dueAt"]!.GetValue<string>()));
            continuation = page["continuation"];
        }
        while (continuation is not null);

        Assert.Equal(7, due.Distinct().Count());
        Assert.Equal(due.OrderDescending(StringComparer.Ordinal), due);
    }

    [Theory]
    [InlineData("state=done", "state")]
    [InlineData("from=yesterday", "from")]
    [InlineData("job=UPPER", "job")]
    [InlineData("status=failed", "status")]
    public async Task List_badFilter_400NamesIt(string query, string field)
    {
        var answer = await host.SendAsync("GET", "/api/v1/runs?" + query);
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Theory]
    [InlineData("61s")]
    [InlineData("soon")]
    public async Task Get_badWait_400(string wait) =>
        Assert.NotEmpty((await host.SendAsync("GET", $"/api/v1/runs/x?wait={wait}")).Errors("wait"));

    [Theory]
    [InlineData("GET", "")]
    [InlineData("GET", "/attempts")]
    [InlineData("GET", "/logs")]
    [InlineData("GET", "/result")]
    [InlineData("GET", "/why")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/redrive")]
    public async Task Any_unknownRun_404(string method, string action)
    {
        Assert.Equal(404, (await host.SendAsync(method, "/api/v1/runs/03-fe6bc1f3a2b7-0123456789abcdef" + action)).Status);
        Assert.Equal(404, (await host.SendAsync(method, "/api/v1/runs/..%2F%7C'" + action)).Status);
    }

    [Fact]
    public async Task Cancel_waitingRun_202Twice_andResultBeforeTheEnd409()
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Later);
        Assert.Equal(409, (await host.SendAsync("GET", run.Location + "/result")).Status);
        Assert.Equal("notDue", (await host.SendAsync("GET", run.Location + "/why")).Json["blockers"]![0]!["kind"]!.GetValue<string>());
        var canceled = await host.SendAsync("POST", run.Location + "/cancel");
        Assert.Equal(202, canceled.Status);
        Assert.Equal("canceled", canceled["state"]);
        Assert.Equal(202, (await host.SendAsync("POST", run.Location + "/cancel")).Status);
        Assert.Equal(204, (await host.SendAsync("GET", run.Location + "/result")).Status);
    }

    [Fact]
    public async Task Cancel_succeededRun_409()
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Echo);
        await host.SendAsync("GET", run.Location + "?wait=30s");
        Assert.Equal(409, (await host.SendAsync("POST", run.Location + "/cancel")).Status);
    }

    [Fact]
    public async Task CancelMany_byLabel_operationEndsAndOnlyTheyAreCanceled()
    {
        await host.SendAsync(
            "POST", "/api/v1/runs", Later.Replace("\"after\"", "\"labels\": { \"many\": \"yes\" }, \"after\"", StringComparison.Ordinal));
        var other = await host.SendAsync("POST", "/api/v1/runs", Later);
        var started = await host.SendAsync("POST", "/api/v1/runs/cancel", """{ "label": ["many:yes"] }""");
        Assert.Equal(202, started.Status);
        Assert.Equal($"/api/v1/operations/{started["id"]}", started.Location);
        var ended = await host.UntilAsync(started.Location!, answer => answer["state"] != "running");
        Assert.Equal("succeeded", ended["state"]);
        var labeled = (await host.SendAsync("GET", "/api/v1/runs?label=many:yes")).Json["items"]!.AsArray();
        Assert.Equal("canceled", Assert.Single(labeled)!["state"]!.GetValue<string>());
        Assert.Equal("scheduled", (await host.SendAsync("GET", other.Location!))["state"]);
        Assert.Equal(400, (await host.SendAsync("POST", "/api/v1/runs/cancel")).Status);
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/operations/nothing")).Status);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "all": false }""")]
    [InlineData("""{ "state": [], "label": [] }""")]
    [InlineData("""{ "batch": " ", "dryRun": true }""")]
    [InlineData("""{ "job": null, "schedule": null, "batch": "", "from": null, "to": null }""")]
    public async Task CancelMany_withoutACondition_422AndNothingHappens(string body)
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Later);

        var answer = await host.SendAsync("POST", "/api/v1/runs/cancel", body);

        Assert.Equal((422, "all"), (answer.Status, string.Join(' ', answer.Fields)));
        Assert.Equal("scheduled", (await host.SendAsync("GET", run.Location!))["state"]);
    }

    [Fact]
    public async Task CancelMany_dryRun_countsOpenRunsAndCancelsNone()
    {
        var labeled = Later.Replace("\"after\"", "\"labels\": { \"counted\": \"yes\" }, \"after\"", StringComparison.Ordinal);
        var run = await host.SendAsync("POST", "/api/v1/runs", labeled);
        var canceled = await host.SendAsync("POST", "/api/v1/runs", labeled);
        await host.SendAsync("POST", canceled.Location + "/cancel");

        var answer = await host.SendAsync("POST", "/api/v1/runs/cancel", """{ "label": ["counted:yes"], "dryRun": true }""");

        Assert.Equal((200, """{"count":1,"more":false}"""), (answer.Status, answer.Text));
        Assert.Equal("scheduled", (await host.SendAsync("GET", run.Location!))["state"]);
        Assert.Equal(200, (await host.SendAsync("POST", "/api/v1/runs/cancel", """{ "all": true, "dryRun": true }""")).Status);
        Assert.NotEmpty((await host.SendAsync("POST", "/api/v1/runs/cancel", """{ "state": "queued" }""")).Errors("state"));
    }

    [Fact]
    public async Task Redrive_endedRun_202WithANewRunThatNamesIt()
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Echo);
        await host.SendAsync("GET", run.Location + "?wait=30s");
        var again = await host.SendAsync("POST", run.Location + "/redrive", """{ "input": 9 }""");
        Assert.Equal(202, again.Status);
        Assert.Equal(run["id"], again["redriveOf"]);
        Assert.Equal(9, (await host.SendAsync("GET", again.Location + "?wait=30s")).Json["result"]!.GetValue<int>());
        var waiting = await host.SendAsync("POST", "/api/v1/runs", Later);
        Assert.Equal(409, (await host.SendAsync("POST", waiting.Location + "/redrive")).Status);
    }

    [Fact]
    public async Task Complete_withoutACallback_409()
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Later);
        var answer = await host.SendAsync("POST", run.Location + "/complete", """{ "fence": 1, "outcome": "succeeded" }""");
        Assert.Equal(409, answer.Status);
    }

    [Theory]
    [InlineData("heartbeat", """{ "progress": 0.5 }""", "fence")]
    [InlineData("heartbeat", """{ "fence": 1, "progress": 2 }""", "progress")]
    [InlineData("complete", """{ "fence": 1, "outcome": "done" }""", "outcome")]
    [InlineData("complete", """{ "fence": 1, "outcome": "failed" }""", "error")]
    [InlineData("complete", """{ "fence": 1, "outcome": "failed", "error": { "message": "x" } }""", "error.type")]
    [InlineData("complete", """{ "fence": 1.5, "outcome": "succeeded" }""", "fence")]
    public async Task Report_wrongShape_400(string action, string body, string field)
    {
        var answer = await host.SendAsync("POST", $"/api/v1/runs/any/{action}", body);
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }
}
