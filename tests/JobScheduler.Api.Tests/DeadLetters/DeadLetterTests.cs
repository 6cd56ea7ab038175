using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.DeadLetters;

[Collection(HostCollection.Name)]
public sealed class DeadLetterTests(TestHost host)
{
    private const string Failing =
        """{ "target": { "type": "handler", "name": "fail" }, "input": { "type": "boom" }, "retry": { "maxAttempts": 1 } }""";

    [Fact]
    public async Task FailedRun_isADeadLetter_listedReadRedrivenAndUsedUp()
    {
        var letter = await DieAsync("dead-one");
        Assert.Equal("dead-one", letter["jobId"]);
        Assert.Equal("boom", letter.Json["error"]!["type"]!.GetValue<string>());
        Assert.Contains(
            (await host.SendAsync("GET", "/api/v1/dead-letters/causes")).Json["items"]!.AsArray(),
            cause => cause!["id"]!.GetValue<string>() == letter.Json["cause"]!["id"]!.GetValue<string>());
        var run = await host.SendAsync("POST", $"/api/v1/dead-letters/{letter["id"]}/redrive");
        Assert.Equal(202, run.Status);
        Assert.Equal(letter["runId"], run["redriveOf"]);
        Assert.Equal(404, (await host.SendAsync("GET", $"/api/v1/dead-letters/{letter["id"]}")).Status);
    }

    [Fact]
    public async Task Redrive_withAKeyAgain_givesTheSameRun()
    {
        var letter = await DieAsync("dead-keyed");
        var first = await host.SendAsync("POST", $"/api/v1/dead-letters/{letter["id"]}/redrive", headers: Key("letter"));
        var again = await host.SendAsync("POST", $"/api/v1/dead-letters/{letter["id"]}/redrive", headers: Key("letter"));
        Assert.Equal((202, 200), (first.Status, again.Status));
        Assert.Equal(first["id"], again["id"]);
        var byRun = await host.SendAsync("POST", $"/api/v1/runs/{letter["runId"]}/redrive", headers: Key("run"));
        var byRunAgain = await host.SendAsync("POST", $"/api/v1/runs/{letter["runId"]}/redrive", headers: Key("run"));
        Assert.Equal((202, 200), (byRun.Status, byRunAgain.Status));
        Assert.Equal(byRun["id"], byRunAgain["id"]);
        Assert.NotEqual(first["id"], byRun["id"]);
        var other = await host.SendAsync("POST", $"/api/v1/runs/{letter["runId"]}/redrive", """{ "input": 2 }""", headers: Key("run"));
        Assert.Equal(422, other.Status);

        static (string, string)[] Key(string key) => [("Idempotency-Key", key)];
    }

    [Fact]
    public async Task Delete_204AndThen404()
    {
        var letter = await DieAsync("dead-deleted");
        Assert.Equal(204, (await host.SendAsync("DELETE", $"/api/v1/dead-letters/{letter["id"]}")).Status);
        Assert.Equal(404, (await host.SendAsync("DELETE", $"/api/v1/dead-letters/{letter["id"]}")).Status);
        Assert.Equal(404, (await host.SendAsync("DELETE", "/api/v1/dead-letters/x~y")).Status);
    }

    [Fact]
    public async Task PurgeAndRedriveMany_byJob_areOperationsThatEnd()
    {
        await DieAsync("dead-many");
        var redrive = await host.SendAsync(
            "POST", "/api/v1/dead-letters/redrive", """{ "job": "dead-many", "max": 10, "rate": "50/s", "canary": 1 }""");
        Assert.Equal(202, redrive.Status);
        await host.UntilAsync(redrive.Location!, answer => answer["state"] != "running");
        await DieAsync("dead-purged");
        var purge = await host.SendAsync("POST", "/api/v1/dead-letters/purge", """{ "job": "dead-purged" }""");
        Assert.Equal("succeeded", (await host.UntilAsync(purge.Location!, answer => answer["state"] != "running"))["state"]);
        Assert.Empty((await host.SendAsync("GET", "/api/v1/dead-letters?job=dead-purged")).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{ "max": 0 }""", 422, "max")]
    [InlineData("""{ "max": 10, "canary": 11 }""", 422, "canary")]
    [InlineData("""{ "rate": "fast" }""", 400, "rate")]
    [InlineData("""{ "rate": "0/s" }""", 400, "rate")]
    [InlineData("""{ "jobId": "x" }""", 400, "jobId")]
    public async Task RedriveMany_badPlan_refusedWithItsField(string body, int status, string field)
    {
        var answer = await host.SendAsync("POST", "/api/v1/dead-letters/redrive", body);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(answer.Errors(field));
    }

    [Theory]
    [InlineData("purge", "{}")]
    [InlineData("purge", """{ "all": false }""")]
    [InlineData("purge", """{ "cause": "  " }""")]
    [InlineData("purge", """{ "job": null, "cause": "", "from": null }""")]
    [InlineData("purge", """{ "dryRun": true }""")]
    [InlineData("redrive", "{}")]
    [InlineData("redrive", """{ "max": 5, "rate": "50/s", "canary": 1, "definition": "current" }""")]
    [InlineData("redrive", """{ "cause": "\t", "dryRun": true }""")]
    public async Task ActionOnMany_withoutACondition_422AndNothingHappens(string action, string body)
    {
        var letter = await DieAsync("dead-unconditional");

        var answer = await host.SendAsync("POST", $"/api/v1/dead-letters/{action}", body);

        Assert.Equal((422, "all"), (answer.Status, string.Join(' ', answer.Fields)));
        Assert.Contains("\"all\": true", answer.Errors("all")[0], StringComparison.Ordinal);
        Assert.Equal(200, (await host.SendAsync("GET", $"/api/v1/dead-letters/{letter["id"]}")).Status);
    }

    [Fact]
    public async Task ActionOnMany_dryRun_countsAndChangesNothing()
    {
        await DieAsync("dead-counted");
        await DieAsync("dead-counted");
        foreach (var action in new[] { "purge", "redrive" })
        {
            Assert.Equal("""{"count":2,"more":false}""", await CountAsync(action, """{ "job": "dead-counted", "dryRun": true }"""));
            Assert.Equal("""{"count":0,"more":false}""", await CountAsync(action, """{ "job": "dead-nobody", "dryRun": true }"""));
            var all = await host.SendAsync("POST", $"/api/v1/dead-letters/{action}", """{ "all": true, "dryRun": true }""");
            Assert.True(all.Json["count"]!.GetValue<int>() >= 2);
        }

        Assert.Equal(
            """{"count":1,"more":false}""", await CountAsync("redrive", """{ "job": "dead-counted", "max": 1, "dryRun": true }"""));
        Assert.Equal(2, (await host.SendAsync("GET", "/api/v1/dead-letters?job=dead-counted")).Json["items"]!.AsArray().Count);

        async Task<string> CountAsync(string action, string body)
        {
            var answer = await host.SendAsync("POST", $"/api/v1/dead-letters/{action}", body);
            Assert.Equal(200, answer.Status);
            return answer.Text;
        }
    }

    [Fact]
    public async Task Redrive_afterTheJobWasMended_runsWithTheCurrentDefinition()
    {
        var letter = await DieAsync("dead-mended");
        await host.SendAsync("PUT", "/api/v1/jobs/dead-mended", """{ "target": { "type": "handler", "name": "echo" } }""");

        var run = await host.SendAsync("POST", $"/api/v1/dead-letters/{letter["id"]}/redrive", """{ "definition": "current" }""");

        Assert.Equal((202, 2), (run.Status, run.Json["jobVersion"]!.GetValue<int>()));
        Assert.Equal("succeeded", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
    }

    [Theory]
    [InlineData(null, "{}", "original", """{"type":"boom"}""")]
    [InlineData(null, "{}", "current", """{"mended":true}""")]
    [InlineData(null, """{ "input": { "type": "own" } }""", "current", """{"type":"own"}""")]
    [InlineData("""{ "given": 1 }""", "{}", "current", """{"given":1}""")]
    public async Task Redrive_afterTheInputOfTheJobWasMended(string? given, string submitted, string definition, string expected)
    {
        var job = $"dead-input-{definition}-{submitted.Length}-{given?.Length}";
        await host.SendAsync("PUT", $"/api/v1/jobs/{job}", Failing);
        var run = await host.SendAsync("POST", $"/api/v1/jobs/{job}/runs", submitted);
        Assert.Equal("failed", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
        await host.SendAsync("PUT", $"/api/v1/jobs/{job}", Failing.Replace("""{ "type": "boom" }""", """{ "mended": true }"""));
        var input = given is null ? "" : $", \"input\": {given}";

        var first = await host.SendAsync("POST", run.Location + "/redrive", $$"""{ "definition": "{{definition}}"{{input}} }""");
        var again = await host.SendAsync("GET", first.Location + "?wait=30s");

        Assert.Equal(expected, again.Json["input"]!.ToJsonString());
    }

    [Theory]
    [InlineData("purge", """{ "all": true, "cause": "", "dryRun": true }""")]
    [InlineData("purge", """{ "job": "dead-blank", "cause": "  ", "dryRun": true }""")]
    [InlineData("redrive", """{ "all": true, "cause": "\t", "dryRun": true }""")]
    public async Task ActionOnMany_blankCondition_isNone(string action, string body)
    {
        await DieAsync("dead-blank");

        var answer = await host.SendAsync("POST", $"/api/v1/dead-letters/{action}", body);

        Assert.NotEqual(0, answer.Json["count"]!.GetValue<int>());
        Assert.NotEmpty((await host.SendAsync("GET", "/api/v1/dead-letters?job=dead-blank&cause=%20")).Json["items"]!.AsArray());
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("1970-01-01T05:00:00%2B05:00")]
    [InlineData("2000-01-01T00:00:00Z")]
    public async Task List_beforeTheEarliestTimes_isEmpty(string to)
    {
        await DieAsync("dead-early");
        var body = $$"""{ "to": "{{Uri.UnescapeDataString(to)}}" }""";

        Assert.Empty((await host.SendAsync("GET", $"/api/v1/dead-letters?to={to}")).Json["items"]!.AsArray());
        Assert.Empty((await host.SendAsync("GET", $"/api/v1/runs?to={to}")).Json["items"]!.AsArray());
        foreach (var path in new[] { "/api/v1/runs/cancel", "/api/v1/dead-letters/purge", "/api/v1/dead-letters/redrive" })
        {
            var dry = await host.SendAsync("POST", path, body.Replace(" }", ", \"dryRun\": true }"));
            Assert.Equal("""{"count":0,"more":false}""", dry.Text);
            var started = await host.SendAsync("POST", path, body);
            var ended = await host.UntilAsync(started.Location!, answer => answer["state"] != "running");
            Assert.Equal(("succeeded", 0), (ended["state"], ended.Json["done"]!.GetValue<int>()));
        }
    }

    [Theory]
    [InlineData("original")]
    [InlineData("current")]
    public async Task Redrive_ofADeletedJob_409AndTheDeadLetterStays(string definition)
    {
        var letter = await DieAsync("dead-jobless-" + definition);
        await host.SendAsync("DELETE", "/api/v1/jobs/dead-jobless-" + definition);
        var body = $$"""{ "definition": "{{definition}}" }""";

        Assert.Equal(409, (await host.SendAsync("POST", $"/api/v1/dead-letters/{letter["id"]}/redrive", body)).Status);
        Assert.Equal(409, (await host.SendAsync("POST", $"/api/v1/runs/{letter["runId"]}/redrive", body)).Status);
        Assert.Equal(200, (await host.SendAsync("GET", $"/api/v1/dead-letters/{letter["id"]}")).Status);
        var many = await host.SendAsync(
            "POST",
            "/api/v1/dead-letters/redrive",
            $$"""{ "job": "dead-jobless-{{definition}}", "definition": "{{definition}}" }""");
        var ended = await host.UntilAsync(many.Location!, answer => answer["state"] != "running");
        Assert.Equal((0, 1), (ended.Json["done"]!.GetValue<int>(), ended.Json["refused"]!.GetValue<int>()));
        Assert.Contains("was deleted", ended.Json["refusals"]![0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    /// <summary>Fails a run of the job for good and answers its dead letter.</summary>
    private async Task<Answer> DieAsync(string job)
    {
        await host.SendAsync("PUT", $"/api/v1/jobs/{job}", Failing);
        var run = await host.SendAsync("POST", $"/api/v1/jobs/{job}/runs");
        Assert.Equal("failed", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
        var listed = await host.UntilAsync($"/api/v1/dead-letters?job={job}", answer => answer.Json["items"]!.AsArray().Count > 0);
        return await host.SendAsync("GET", $"/api/v1/dead-letters/{listed.Json["items"]![0]!["id"]}");
    }
}
