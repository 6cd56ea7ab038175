using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Http;

/// <summary>All that is wrong with a body, its shape and its meaning, is said in one answer.</summary>
[Collection(HostCollection.Name)]
public sealed class OneAnswerTests(TestHost host)
{
    private const string Target = """ "target": { "type": "handler", "name": "echo" } """;

    [Fact]
    public async Task Job_wrongInShapeAndMeaning_400NamesEveryField()
    {
        var answer = await host.SendAsync("PUT", "/api/v1/jobs/one-answer", """
            { "target": { "type": "http", "url": "ftp://x", "method": "FLY", "successStatus": "2xx" }, "labels": { "a b": 1 },
              "retry": { "maxAttempts": 0, "backoff": "linear" }, "concurrency": { "max": 0 } }
            """);
        Assert.Equal(400, answer.Status);
        Assert.Equal(
            ["concurrency.max", "labels.a b", "retry.backoff", "retry.maxAttempts", "target.method", "target.successStatus", "target.url"],
            answer.Fields.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(
        "PUT",
        "/api/v1/jobs/one-answer",
        $$"""{ {{Target}}, "name": "a\nb", "retry": { "maxAttempts": 0 }, "timeouts": { "run": "31d" },"""
            + """ "id": "other", "concurrency": { "group": "No Id" } }""",
        "concurrency.group id name retry.maxAttempts timeouts.run")]
    [InlineData("POST", "/api/v1/jobs", $$"""{ {{Target}}, "id": "No Id", "retention": "0s" }""", "id retention")]
    [InlineData(
        "POST",
        "/api/v1/runs",
        $$"""{ {{Target}}, "retry": { "jitter": 2 }, "at": "2031-01-01T00:00:00Z", "after": "1s", "labels": { "UP": "x" } }""",
        "after labels retry.jitter")]
    [InlineData("POST", "/api/v1/dead-letters/redrive", """{ "max": 0, "canary": 2000, "rate": "99999/s" }""", "all canary max rate")]
    [InlineData(
        "POST",
        "/api/v1/schedules/preview",
        """{ "count": 0, "spec": { "type": "cron", "cron": "61 * * * *", "timeZone": "Mars", "maxRuns": 0 } }""",
        "count spec.cron spec.maxRuns spec.timeZone")]
    [InlineData(
        "PUT",
        "/api/v1/calendars/one-answer",
        """{ "dates": ["1960-01-01"], "ranges": [{ "from": "2026-02-02", "to": "2026-02-01" }], "timeZone": "Mars" }""",
        "dates[0] ranges[0].to timeZone")]
    [InlineData(
        "POST",
        "/api/v1/jobs/nobody/schedules/none/trigger",
        """{ "labels": { "UP": "x" }, "at": "2029-01-01T00:00:00Z", "after": "1h", "overlap": "ignore" }""",
        "after labels")]
    [InlineData("POST", "/api/v1/jobs/nobody/schedules/none/trigger", """{ "labels": { "UP": "x" }, "after": "1h" }""", "labels overlap")]
    [InlineData(
        "POST",
        "/api/v1/jobs/nobody/schedules/none/backfill",
        """{ "from": "2026-02-01T00:00:00Z", "to": "2026-01-01T00:00:00Z", "maxConcurrency": 101 }""",
        "maxConcurrency to")]
    public async Task Body_wrongInMeaningOnly_422NamesEveryField(string method, string path, string body, string fields)
    {
        var answer = await host.SendAsync(method, path, body);
        Assert.Equal((422, fields), (answer.Status, string.Join(' ', answer.Fields.Order(StringComparer.Ordinal))));
    }

    [Theory]
    [InlineData("POST", "/api/v1/runs", $$"""{ {{Target}}, "priority": "urgent", "retry": { "jitter": 2 } }""", "priority retry.jitter")]
    [InlineData("POST", "/api/v1/jobs/nobody/runs", """{ "priority": "urgent", "labels": { "UP": "x" } }""", "labels priority")]
    [InlineData("POST", "/api/v1/dead-letters/redrive", """{ "max": 0, "rate": "fast" }""", "all max rate")]
    [InlineData(
        "POST",
        "/api/v1/schedules/preview",
        """{ "count": "3", "spec": { "type": "cron", "cron": "61 * * * *" } }""",
        "count spec.cron")]
    [InlineData("PUT", "/api/v1/calendars/one-answer", """{ "dates": ["1960-01-01", "soon"], "kind": "all" }""", "dates[0] dates[1] kind")]
    [InlineData("POST", "/api/v1/jobs/nobody/pause", """{ "note": "a\u0007b", "until": "later" }""", "note until")]
    [InlineData(
        "POST",
        "/api/v1/jobs/nobody/schedules/none/trigger",
        """{ "priority": 5, "at": "2029-01-01T00:00:00Z", "after": "1h" }""",
        "after overlap priority")]
    public async Task Body_wrongInBoth_400NamesEveryField(string method, string path, string body, string fields)
    {
        var answer = await host.SendAsync(method, path, body);
        Assert.Equal((400, fields), (answer.Status, string.Join(' ', answer.Fields.Order(StringComparer.Ordinal))));
    }

    /// <summary>What could not be read has no meaning: nothing is said of it, nor of what is judged by it.</summary>
    [Theory]
    [InlineData($$"""{ {{Target}}, "timeouts": { "run": "never", "heartbeat": "20m" } }""", "timeouts.run")]
    [InlineData($$"""{ {{Target}}, "retry": { "backoff": "linear", "delays": ["1s"] } }""", "retry.backoff")]
    [InlineData($$"""{ {{Target}}, "retry": { "maxDelay": 5, "initialDelay": "1h" } }""", "retry.maxDelay")]
    [InlineData($$"""{ {{Target}}, "retry": "often" }""", "retry")]
    [InlineData("""{ "target": { "type": "http" } }""", "target.url")]
    [InlineData("""{ "target": { "type": "handler", "name": 7 } }""", "target.name")]
    [InlineData("""{ "target": "echo" }""", "target")]
    [InlineData("""{ "target": { "type": "bogus" } }""", "target.type")]
    [InlineData("""{ "target": { "type": "\ud800" } }""", "target.type")]
    public async Task Job_memberThatCannotBeRead_isJudgedNoFurther(string body, string field)
    {
        var answer = await host.SendAsync("PUT", "/api/v1/jobs/one-answer", body);
        Assert.Equal((400, field), (answer.Status, string.Join(' ', answer.Fields)));
        Assert.Single(answer.Errors(field));
    }

    [Theory]
    [InlineData("POST", "/api/v1/runs", """{ "target": { "type": "bogus" } }""", "target.type")]
    [InlineData("POST", "/api/v1/runs", "{ }", "target")]
    [InlineData("POST", "/api/v1/schedules/preview", """{ "spec": { "type": "once", "after": 5 } }""", "spec.after")]
    [InlineData("POST", "/api/v1/schedules/preview", """{ "spec": { "type": "once" } }""", "spec.at")]
    [InlineData(
        "POST",
        "/api/v1/schedules/preview",
        """{ "jobId": 7, "scheduleId": "a", "spec": { "type": "cron", "cron": "H 3 * * *" } }""",
        "jobId")]
    [InlineData("PUT", "/api/v1/calendars/one-answer", """{ "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", 5] }""", "weekdays[6]")]
    [InlineData("PUT", "/api/v1/calendars/one-answer", """{ "kind": "include", "dates": "soon" }""", "dates")]
    public async Task Body_memberThatCannotBeRead_isJudgedNoFurther(string method, string path, string body, string field)
    {
        var answer = await host.SendAsync(method, path, body);
        Assert.Equal((400, field), (answer.Status, string.Join(' ', answer.Fields)));
        Assert.Single(answer.Errors(field));
    }

    [Fact]
    public async Task Bulk_tooMany_areNotRead()
    {
        var answer = await host.SendAsync(
            "POST", "/api/v1/runs/bulk", $$"""{ "items": [{{string.Join(',', Enumerable.Repeat("null", 1001))}}] }""");
        Assert.Equal((422, "items"), (answer.Status, string.Join(' ', answer.Fields)));
    }

    [Fact]
    public async Task Bulk_itemWrongInBoth_hasAProblemThatNamesEveryField()
    {
        var answer = await host.SendAsync(
            "POST", "/api/v1/runs/bulk", $$"""{ "items": [ { {{Target}}, "priority": 1, "labels": { "UP": "x" } }, { {{Target}} } ] }""");
        var problem = answer.Json["items"]![0]!["problem"]!;
        Assert.Equal(400, problem["status"]!.GetValue<int>());
        Assert.Equal(["labels", "priority"], problem["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
        Assert.NotNull(answer.Json["items"]![1]!["run"]);
    }

    [Fact]
    public async Task Patch_wrongInBoth_400NamesEveryField()
    {
        await host.SendAsync("PUT", "/api/v1/jobs/one-answer-patch", $$"""{ {{Target}} }""");
        var answer = await host.SendAsync(
            "PATCH", "/api/v1/jobs/one-answer-patch", """{ "priority": "urgent", "retry": { "maxAttempts": 0 } }""");
        Assert.Equal((400, "priority retry.maxAttempts"), (answer.Status, string.Join(' ', answer.Fields.Order(StringComparer.Ordinal))));
    }
}
