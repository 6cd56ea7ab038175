using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Jobs;

[Collection(HostCollection.Name)]
public sealed class JobTests(TestHost host)
{
    private const string Echo = """{ "target": { "type": "handler", "name": "echo" } }""";

    [Fact]
    public async Task Put_newJob_201WithLocationDefaultsAndETag()
    {
        var answer = await host.SendAsync("PUT", "/api/v1/jobs/put-new", Echo);
        Assert.Equal(201, answer.Status);
        Assert.Equal("/api/v1/jobs/put-new", answer.Location);
        Assert.Matches("^\"[^\"]+\"$", answer.ETag);
        Assert.Equal("put-new", answer["id"]);
        Assert.Equal("normal", answer["priority"]);
        Assert.Equal("pinned", answer["placement"]);
        Assert.Equal("30d", answer["retention"]);
        Assert.Equal("10s", answer.Json["retry"]!["initialDelay"]!.GetValue<string>());
        Assert.Equal(3, answer.Json["retry"]!["maxAttempts"]!.GetValue<int>());
        Assert.Equal("10m", answer.Json["timeouts"]!["run"]!.GetValue<string>());
        Assert.True(answer.Json.AsObject().ContainsKey("description"), "nulls are written");
        Assert.Equal(1, answer.Json["version"]!.GetValue<int>());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", answer["createdAt"]);
    }

    [Fact]
    public async Task Put_whatGetShows_200AndTheSame()
    {
        await host.SendAsync("PUT", "/api/v1/jobs/round", """
            { "name": "Round", "description": "two\nlines", "labels": { "team": "finance" },
              "input": { "big": 12345678901234567890, "text": "\u00e9" },
              "target": { "type": "http", "url": "https://example.com/report", "headers": { "X-Kind": "nightly" }, "body": "text",
                "successStatus": "200-204" },
              "priority": "high", "placement": "spread", "timeouts": { "queue": "1h", "run": "PT5M", "heartbeat": "30s" },
              "retention": "1d12h", "paused": true,
              "retry": { "maxAttempts": 4, "backoff": "list", "delays": ["1s", "2m"], "neverOn": ["http:400"] },
              "concurrency": { "max": null, "group": null } }
            """);
        var read = await host.SendAsync("GET", "/api/v1/jobs/round");
        var put = await host.SendAsync("PUT", "/api/v1/jobs/round", read.Text);
        Assert.Equal(200, put.Status);
        var again = await host.SendAsync("GET", "/api/v1/jobs/round");
        var (before, after) = (read.Json.AsObject(), again.Json.AsObject());
        before.Remove("updatedAt");
        after.Remove("updatedAt");
        Assert.Equal(before.ToJsonString(), after.ToJsonString());
        Assert.Contains("12345678901234567890", read.Text, StringComparison.Ordinal);
        Assert.Equal("5m", read.Json["timeouts"]!["run"]!.GetValue<string>());
        Assert.Equal("1d12h", read["retention"]);
    }

    [Theory]
    [InlineData("P1W", "7d")]
    [InlineData("PT604800S", "7d")]
    [InlineData("P1DT0.5H", "1d30m")]
    public async Task Put_durationOfIso8601_comesBackInTheShortForm(string sent, string expected)
    {
        var answer = await host.SendAsync(
            "PUT", "/api/v1/jobs/iso", $$"""{ "target": { "type": "handler", "name": "echo" }, "retention": "{{sent}}" }""");
        Assert.Equal(expected, answer["retention"]);
    }

    [Fact]
    public async Task Put_durationInMonths_400WithTheReason()
    {
        var answer = await host.SendAsync(
            "PUT", "/api/v1/jobs/months", """{ "target": { "type": "handler", "name": "echo" }, "retention": "P1M" }""");
        Assert.Equal(400, answer.Status);
        Assert.Contains("months are not accepted", Assert.Single(answer.Errors("retention")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_manyErrorsOfShape_400WithAllOfThemByPath()
    {
        var answer = await host.SendAsync("PUT", "/api/v1/jobs/shape", """
            { "naem": "x", "target": { "type": "handler", "name": 5 },
              "retry": { "maxAttempts": "many", "initialDelay": "-5s", "backoff": "Fixed", "delays": ["1s", 2] },
              "timeouts": { "run": "10 minutes" }, "paused": "yes", "labels": { "a": 1 } }
            """);
        Assert.Equal(400, answer.Status);
        Assert.Equal("application/problem+json", answer.ContentType);
        Assert.Equal("/problems/malformed", answer["type"]);
        var fields = answer.Json["errors"]!.AsObject().Select(error => error.Key);
        Assert.Equal(
            [
                "labels.a", "naem", "paused", "retry.backoff", "retry.delays[1]", "retry.initialDelay", "retry.maxAttempts", "target.name",
                "timeouts.run"
            ],
            fields.Order(StringComparer.Ordinal));
        Assert.NotNull(answer["traceId"]);
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/jobs/shape")).Status);
    }

    [Fact]
    public async Task Put_manyErrorsOfMeaning_422WithAllOfThemByPath()
    {
        var answer = await host.SendAsync("PUT", "/api/v1/jobs/meaning", """
            { "target": { "type": "http", "url": "http://10.0.0.1/", "headers": { "Host": "x" } },
              "retry": { "maxAttempts": 101, "jitter": 1.5, "factor": 0 },
              "timeouts": { "run": "0s" }, "labels": { "Team": "x" }, "retention": "20000d" }
            """);
        Assert.Equal(422, answer.Status);
        Assert.Equal("/problems/validation", answer["type"]);
        Assert.Equal(
            [
                "labels", "retention", "retry.factor", "retry.jitter", "retry.maxAttempts", "target.headers.Host", "target.url",
                "timeouts.run"
            ],
            answer.Json["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["must be 1 to 100"], answer.Errors("retry.maxAttempts"));
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/jobs/meaning")).Status);
    }

    [Fact]
    public async Task Put_unknownHandler_422ListsTheRegisteredOnes()
    {
        var answer = await host.SendAsync("PUT", "/api/v1/jobs/handler", """{ "target": { "type": "handler", "name": "nobody" } }""");
        Assert.Equal(422, answer.Status);
        Assert.Contains("delay, echo, fail", Assert.Single(answer.Errors("target.name")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_limits_422()
    {
        var answer = await host.SendAsync(
            "PUT",
            "/api/v1/jobs/limits",
            """
            { "target": { "type": "handler", "name": "echo" }, "placement": "spread",
              "concurrency": { "max": 1001, "key": "customer", "onLimit": "queue" },
              "rate": { "limit": "5/s", "burst": 0, "cost": "/a~2" } }
            """);
        Assert.Equal(422, answer.Status);
        Assert.Contains("1 to 1000", Assert.Single(answer.Errors("concurrency.max")), StringComparison.Ordinal);
        Assert.Contains("JSON pointer", Assert.Single(answer.Errors("concurrency.key")), StringComparison.Ordinal);
        Assert.Contains("JSON pointer", Assert.Single(answer.Errors("rate.cost")), StringComparison.Ordinal);
        Assert.Single(answer.Errors("rate.burst"));
        Assert.Contains("pinned", Assert.Single(answer.Errors("placement")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_limits_shows_them_again()
    {
        const string Limits = """
            { "target": { "type": "handler", "name": "echo" },
              "concurrency": { "max": 3, "key": "/customerId", "onLimit": "cancelOldest" },
              "rate": { "limit": "300/m", "burst": 7, "key": "/customerId", "cost": "/units" } }
            """;
        Assert.Equal(201, (await host.SendAsync("PUT", "/api/v1/jobs/limited-round", Limits)).Status);
        var read = await host.SendAsync("GET", "/api/v1/jobs/limited-round");

        Assert.Equal(3, read.Json["concurrency"]!["max"]!.GetValue<int>());
        Assert.Equal("/customerId", read.Json["concurrency"]!["key"]!.GetValue<string>());
        Assert.Equal("cancelOldest", read.Json["concurrency"]!["onLimit"]!.GetValue<string>());
        Assert.Equal("300/m", read.Json["rate"]!["limit"]!.GetValue<string>());
        Assert.Equal("/units", read.Json["rate"]!["cost"]!.GetValue<string>());
        Assert.Equal(200, (await host.SendAsync("PUT", "/api/v1/jobs/limited-round", read.Text)).Status);
        Assert.Equal(1, (await host.SendAsync("GET", "/api/v1/jobs/limited-round")).Json["version"]!.GetValue<int>());
    }

    [Fact]
    public async Task Run_that_its_limit_skips_says_so()
    {
        const string Limited = """
            { "target": { "type": "handler", "name": "delay" }, "input": { "for": "30s" }, "concurrency": { "max": 1, "onLimit": "skip" } }
            """;
        await host.SendAsync("PUT", "/api/v1/jobs/one-at-a-time", Limited);
        var first = (await host.SendAsync("POST", "/api/v1/jobs/one-at-a-time/runs", "{}")).Json["id"]!.GetValue<string>();
        var second = (await host.SendAsync("POST", "/api/v1/jobs/one-at-a-time/runs", "{}")).Json["id"]!.GetValue<string>();
        var skipped = await host.SendAsync("GET", $"/api/v1/runs/{second}?wait=20s");
        await host.SendAsync("POST", $"/api/v1/runs/{first}/cancel");

        Assert.Equal("skipped", skipped["state"]);
        Assert.Equal("concurrency", skipped["reason"]);
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("-dash")]
    [InlineData("a%20b")]
    [InlineData("a~b")]
    public async Task Put_idOfOtherCharacters_422(string id)
    {
        var answer = await host.SendAsync("PUT", $"/api/v1/jobs/{id}", Echo);
        Assert.Equal(422, answer.Status);
        Assert.Single(answer.Errors("jobId"));
        Assert.Equal(404, (await host.SendAsync("GET", $"/api/v1/jobs/{id}")).Status);
    }

    [Fact]
    public async Task Put_otherIdInBody_422()
    {
        var elsewhere = await host.SendAsync(
            "PUT", "/api/v1/jobs/here", """{ "id": "there", "target": { "type": "handler", "name": "echo" } }""");
        Assert.Single(elsewhere.Errors("id"));
    }

    [Fact]
    public async Task Put_conditions_412WhenTheyDoNotHold()
    {
        var path = "/api/v1/jobs/conditions";
        Assert.Equal(412, (await host.SendAsync("PUT", path, Echo, ("If-Match", "*"))).Status);
        var created = await host.SendAsync("PUT", path, Echo, ("If-None-Match", "*"));
        Assert.Equal(201, created.Status);
        Assert.Equal(412, (await host.SendAsync("PUT", path, Echo, ("If-None-Match", "*"))).Status);
        var changed = await host.SendAsync(
            "PUT", path, Echo.Replace("echo", "fail", StringComparison.Ordinal), ("If-Match", created.ETag!));
        Assert.Equal(200, changed.Status);
        Assert.NotEqual(created.ETag, changed.ETag);
        Assert.Equal(412, (await host.SendAsync("PUT", path, Echo, ("If-Match", created.ETag!))).Status);
        Assert.Equal(412, (await host.SendAsync("PATCH", path, "{}", ("If-Match", created.ETag!))).Status);
        Assert.Equal(412, (await host.SendAsync("DELETE", path, null, ("If-Match", created.ETag!))).Status);
        Assert.Equal(412, (await host.SendAsync("PUT", path, Echo, ("If-Match", "W/" + changed.ETag))).Status);
        Assert.Equal(400, (await host.SendAsync("PUT", path, Echo, ("If-Match", "no quotes"))).Status);
        Assert.Equal(200, (await host.SendAsync("PUT", path, Echo, ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task Get_knownETag_304()
    {
        var created = await host.SendAsync("PUT", "/api/v1/jobs/not-modified", Echo);
        Assert.Equal(304, (await host.SendAsync("GET", "/api/v1/jobs/not-modified", null, ("If-None-Match", created.ETag!))).Status);
        Assert.Equal(200, (await host.SendAsync("GET", "/api/v1/jobs/not-modified", null, ("If-None-Match", "\"other\""))).Status);
    }

    [Fact]
    public async Task Post_withoutId_makesOne_andWithTakenId_409()
    {
        var made = await host.SendAsync("POST", "/api/v1/jobs", Echo);
        Assert.Equal(201, made.Status);
        Assert.Equal($"/api/v1/jobs/{made["id"]}", made.Location);
        var again = await host.SendAsync(
            "POST", "/api/v1/jobs", $$"""{ "id": "{{made["id"]}}", "target": { "type": "handler", "name": "echo" } }""");
        Assert.Equal(409, again.Status);
        var answer = await host.SendAsync(
            "POST", "/api/v1/jobs", """{ "id": "Not An Id", "target": { "type": "handler", "name": "echo" } }""");
        Assert.Single(answer.Errors("id"));
    }

    [Fact]
    public async Task Patch_someMembers_mergesAndNullRestoresDefaults()
    {
        var path = "/api/v1/jobs/patched";
        await host.SendAsync(
            "PUT",
            path,
            """{ "name": "Old", "labels": { "a": "1", "b": "2" }, "target": { "type": "handler", "name": "echo" },"""
                + """ "retry": { "maxAttempts": 9 } }""");
        var patched = await host.SendAsync(
            "PATCH", path, """{ "name": "New", "labels": { "a": null, "c": "3" }, "retry": { "maxAttempts": null, "jitter": 0.5 } }""");
        Assert.Equal(200, patched.Status);
        Assert.Equal("New", patched["name"]);
        Assert.Equal("""{"b":"2","c":"3"}""", patched.Json["labels"]!.ToJsonString());
        Assert.Equal(3, patched.Json["retry"]!["maxAttempts"]!.GetValue<int>());
        Assert.Equal(0.5, patched.Json["retry"]!["jitter"]!.GetValue<double>());
        Assert.Equal("handler", patched.Json["target"]!["type"]!.GetValue<string>());
        Assert.Equal(2, patched.Json["version"]!.GetValue<int>());
        Assert.Equal(400, (await host.SendAsync("PATCH", path, """{ "naem": 1 }""")).Status);
        Assert.Equal(400, (await host.SendAsync("PATCH", path, """{ "target": null }""")).Status);
        Assert.Equal(400, (await host.SendAsync("PATCH", path, "[]")).Status);
        Assert.Equal(404, (await host.SendAsync("PATCH", "/api/v1/jobs/nobody", "{}")).Status);
    }

    [Fact]
    public async Task Patch_ofAnotherMember_keepsTheInputToTheLetter()
    {
        var path = "/api/v1/jobs/letters";
        const string Input = """{ "a" : "\u00e9é<", "n": 1.0e2 }""";
        await host.SendAsync("PUT", path, $$"""{ "target": { "type": "handler", "name": "echo" }, "input": {{Input}} }""");
        var patched = await host.SendAsync("PATCH", path, """{ "name": "New" }""");
        Assert.Contains(Input, patched.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patch_thatMakesAJobTooLarge_413()
    {
        var path = "/api/v1/jobs/growing";
        await host.SendAsync(
            "PUT", path, $$"""{ "target": { "type": "handler", "name": "echo" }, "input": { "a": "{{new string('x', 200_000)}}" } }""");
        Assert.Equal(413, (await host.SendAsync("PATCH", path, $$"""{ "input": { "b": "{{new string('x', 100_000)}}" } }""")).Status);
    }

    [Fact]
    public async Task PauseAndResume_aJob_showInItAndHoldItsRuns()
    {
        var path = "/api/v1/jobs/pausing";
        await host.SendAsync("PUT", path, Echo);
        var paused = await host.SendAsync("POST", path + "/pause", """{ "note": "maintenance" }""");
        Assert.Equal(200, paused.Status);
        Assert.True(paused.Json["paused"]!.GetValue<bool>());
        Assert.Equal("maintenance", paused.Json["pause"]!["note"]!.GetValue<string>());
        var run = await host.SendAsync("POST", path + "/runs");
        Assert.Equal(202, run.Status);
        var why = await host.SendAsync("GET", $"/api/v1/runs/{run["id"]}/why");
        Assert.Contains("\"paused\"", why.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await host.SendAsync("POST", path + "/resume")).Status);
        Assert.Equal("succeeded", (await host.SendAsync("GET", $"/api/v1/runs/{run["id"]}?wait=30s"))["state"]);
        Assert.Equal(422, (await host.SendAsync("POST", path + "/pause", """{ "until": "2020-01-01T00:00:00Z" }""")).Status);
        Assert.Equal(404, (await host.SendAsync("POST", "/api/v1/jobs/nobody/pause")).Status);
    }

    [Fact]
    public async Task Versions_changedTwice_showsEach()
    {
        var path = "/api/v1/jobs/versions";
        await host.SendAsync("PUT", path, Echo);
        await host.SendAsync("PATCH", path, """{ "name": "second" }""");
        var versions = await host.SendAsync("GET", path + "/versions");
        Assert.Equal([1, 2], versions.Json["items"]!.AsArray().Select(version => version!["version"]!.GetValue<int>()));
        Assert.Equal("second", (await host.SendAsync("GET", path + "/versions/2"))["name"]);
        Assert.Equal(404, (await host.SendAsync("GET", path + "/versions/3")).Status);
        Assert.Equal(404, (await host.SendAsync("GET", path + "/versions/x")).Status);
    }

    [Fact]
    public async Task Status_ofAJobThatRan_completed()
    {
        var path = "/api/v1/jobs/status";
        await host.SendAsync("PUT", path, Echo);
        Assert.Equal("pending", (await host.SendAsync("GET", path + "/status"))["status"]);
        var run = await host.SendAsync("POST", path + "/runs", "{}");
        await host.SendAsync("GET", $"/api/v1/runs/{run["id"]}?wait=30s");
        var status = await host.SendAsync("GET", path + "/status");
        Assert.Equal("completed", status["status"]);
        Assert.Equal(run["id"], status.Json["lastRun"]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task Delete_aJob_204AndThen404()
    {
        await host.SendAsync("PUT", "/api/v1/jobs/deleted", Echo);
        Assert.Equal(204, (await host.SendAsync("DELETE", "/api/v1/jobs/deleted")).Status);
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/jobs/deleted")).Status);
        Assert.Equal(404, (await host.SendAsync("DELETE", "/api/v1/jobs/deleted")).Status);
        Assert.Equal(404, (await host.SendAsync("POST", "/api/v1/jobs/deleted/runs")).Status);
    }

    [Fact]
    public async Task List_filteredInPages_allOnceById()
    {
        for (var i = 0; i < 5; i++)
        {
            await host.SendAsync(
                "PUT",
                $"/api/v1/jobs/listed-{i}",
                """{ "labels": { "listed": "yes" }, "target": { "type": "handler", "name": "echo" } }""");
        }

        var ids = new List<string>();
        string? continuation = null;
        do
        {
            var page = await host.SendAsync(
                "GET",
                "/api/v1/jobs?label=listed:yes&q=listed&limit=2" + (
                    continuation is null ? "" : "&continuation=" + Uri.EscapeDataString(continuation)));
            Assert.Equal(200, page.Status);
            Assert.InRange(page.Json["items"]!.AsArray().Count, 0, 2);
            ids.AddRange(page.Json["items"]!.AsArray().Select(job => job!["id"]!.GetValue<string>()));
            continuation = page["continuation"];
        }
        while (continuation is not null);

        Assert.Equal(["listed-0", "listed-1", "listed-2", "listed-3", "listed-4"], ids);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=1001", "limit")]
    [InlineData("?limit=1&limit=2", "limit")]
    [InlineData("?label=nocolon", "label")]
    [InlineData("?paused=maybe", "paused")]
    [InlineData("?qq=x", "qq")]
    public async Task List_badParameter_400NamesIt(string query, string field)
    {
        var answer = await host.SendAsync("GET", "/api/v1/jobs" + query);
        Assert.Equal(400, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Fact]
    public async Task List_forgedContinuation_422() =>
        Assert.Single((await host.SendAsync("GET", "/api/v1/jobs?continuation=Zm9yZ2Vk")).Errors("continuation"));
}
