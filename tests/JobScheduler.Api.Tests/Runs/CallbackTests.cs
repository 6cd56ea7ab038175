using System.Net.Http.Json;
using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Runs;

[Collection(HostCollection.Name)]
public sealed class CallbackTests(TestHost host)
{
    [Fact]
    public async Task CompletionToken_ofARunningAttempt_doesWhatItIsForAndNothingElse()
    {
        await using var target = await CallbackTarget.StartAsync();
        var run = await host.SendAsync(
            "POST",
            "/api/v1/runs",
            $$"""
            { "target": { "type": "http", "url": "{{target.Url}}", "completion": "callback", "headers": { "X-Api-Key": "s3cret" } },
              "input": { "inner": "s3cret" } }
            """);
        var other = await host.SendAsync("POST", "/api/v1/runs", """{ "target": { "type": "handler", "name": "echo" }, "after": "1h" }""");
        var (token, fence) = await target.ToldAsync();

        var heard = await HeartbeatAsync(run.Location!, token, fence);
        Assert.Equal((200, """{"cancelRequested":false}"""), (heard.Status, heard.Text));
        Assert.Equal(0.4, (await host.SendAsync("GET", run.Location!)).Json["progress"]!.GetValue<double>());

        Assert.Equal(
            403,
            (await WithTokenAsync(
                token, "POST", other.Location + "/complete", $$"""{ "fence": {{fence}}, "outcome": "succeeded" }""")).Status);
        Assert.Equal(
            403, (await WithTokenAsync(token, "POST", run.Location + "/complete", """{ "fence": 99, "outcome": "succeeded" }""")).Status);
        Assert.Equal(403, (await WithTokenAsync(token, "POST", run.Location + "/cancel", null)).Status);
        Assert.Equal(403, (await WithTokenAsync(token, "GET", run.Location!, null)).Status);
        Assert.Equal(403, (await WithTokenAsync(token, "GET", "/api/v1/auth/me", null)).Status);
        Assert.Equal(401, (await WithTokenAsync(token + "0", "POST", run.Location + "/heartbeat", """{ "fence": 1 }""")).Status);
        Assert.Equal(409, (await host.SendAsync("POST", run.Location + "/complete", """{ "fence": 99, "outcome": "succeeded" }""")).Status);
        Assert.Equal("running", (await host.SendAsync("GET", run.Location!))["state"]);

        var completed = await WithTokenAsync(
            token, "POST", run.Location + "/complete", $$"""{ "fence": {{fence}}, "outcome": "succeeded", "result": { "rows": 42 } }""");
        Assert.Equal((200, "succeeded"), (completed.Status, completed["state"]));
        Assert.Equal(42, completed.Json["result"]!["rows"]!.GetValue<int>());

        // What the reporter needs, and nothing of the definition.
        Assert.Equal(
            ["attempt", "cancelRequested", "endedAt", "error", "id", "reason", "result", "state"],
            completed.Json.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("s3cret", completed.Text, StringComparison.Ordinal);
        Assert.Collection(
            (await host.UntilAsync(run.Location + "/logs", answer => answer.Json["items"]!.AsArray().Count == 4)).Json["items"]!.AsArray()
                .Select(line => line!["message"]!.GetValue<string>()).Order(StringComparer.Ordinal),
            line => Assert.Equal("attempt 1 completed by callback", line),
            line => Assert.StartsWith("attempt 1 started on ", line, StringComparison.Ordinal),
            line => Assert.Equal("halfway", line),
            line => Assert.Matches("^the target answered 202 after .+ and has taken the work, which it completes by callback$", line));
        Assert.Equal(
            409,
            (await WithTokenAsync(
                token, "POST", run.Location + "/complete", $$"""{ "fence": {{fence}}, "outcome": "succeeded" }""")).Status);
        Assert.Equal(409, (await WithTokenAsync(token, "POST", run.Location + "/heartbeat", $$"""{ "fence": {{fence}} }""")).Status);
    }

    [Fact]
    public async Task CompletionToken_inTheHeaderItCameIn_reportsAndReadsTheLog()
    {
        await using var target = await CallbackTarget.StartAsync();
        var run = await host.SendAsync(
            "POST", "/api/v1/runs", $$"""{ "target": { "type": "http", "url": "{{target.Url}}", "completion": "callback" } }""");
        var (token, fence) = await target.ToldAsync();
        await HeartbeatAsync(run.Location!, token, fence);
        var beat = $$"""{ "fence": {{fence}}, "progress": 0.6 }""";

        Assert.Equal(200, (await InItsHeaderAsync(token, "POST", run.Location + "/heartbeat", beat)).Status);
        Assert.Equal(200, (await InItsHeaderAsync(token, "GET", run.Location + "/logs", null)).Status);
        Assert.Equal(403, (await InItsHeaderAsync(token, "GET", run.Location!, null)).Status);
        Assert.Equal(401, (await InItsHeaderAsync(token + "0", "POST", run.Location + "/heartbeat", beat)).Status);
        Assert.Equal(401, (await InItsHeaderAsync(TestHost.Key, "GET", run.Location!, null)).Status);
        Assert.Equal(
            "succeeded",
            (await InItsHeaderAsync(
                token, "POST", run.Location + "/complete", $$"""{ "fence": {{fence}}, "outcome": "succeeded" }"""))["state"]);
        Assert.Equal(403, (await InItsHeaderAsync(token, "GET", run.Location + "/logs", null)).Status);
    }

    [Fact]
    public async Task Heartbeat_messages_areLinesOfTheLogAndTheSameOneIsNot()
    {
        await using var target = await CallbackTarget.StartAsync();
        var run = await host.SendAsync(
            "POST", "/api/v1/runs", $$"""{ "target": { "type": "http", "url": "{{target.Url}}", "completion": "callback" } }""");
        var (token, fence) = await target.ToldAsync();
        await HeartbeatAsync(run.Location!, token, fence);
        foreach (var message in new[] { "halfway", "nearly\u001b[31m", "nearly\u001b[31m", "halfway" })
        {
            var body = new System.Text.Json.Nodes.JsonObject { ["fence"] = long.Parse(fence), ["message"] = message };
            Assert.Equal(200, (await WithTokenAsync(token, "POST", run.Location + "/heartbeat", body.ToJsonString())).Status);
        }

        var log = await WithTokenAsync(token, "GET", run.Location + "/logs", null);

        Assert.Equal(
            ["halfway", "nearly [31m", "halfway"],
            log.Json["items"]!.AsArray().Select(line => line!["message"]!.GetValue<string>())
                .Where(message => message == "halfway" || message.Contains("[31m", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Log_linesOfATarget_areInTheLogMaskedAndBounded()
    {
        await using var target = await CallbackTarget.StartAsync();
        var run = await host.SendAsync(
            "POST",
            "/api/v1/runs",
            $$"""
            { "target": {
                "type": "http", "url": "{{target.Url}}", "completion": "callback", "headers": { "X-Api-Key": "s3cret-of-mine" } } }
            """);
        var (token, fence) = await target.ToldAsync();
        await HeartbeatAsync(run.Location!, token, fence);
        var answer = await InItsHeaderAsync(
            token,
            "POST",
            run.Location + "/logs",
            $$"""
            { "fence": {{fence}}, "lines": [
              { "message": "first", "at": "2001-01-01T00:00:00Z" },
              { "message": "key s3cret-of-mine", "level": "error" } ] }
            """);
        Assert.Equal((200, """{"kept":2,"dropped":0}"""), (answer.Status, answer.Text));
        var lines = (await host.UntilAsync(run.Location + "/logs", log => log.Text.Contains("key ", StringComparison.Ordinal)))
            .Json["items"]!.AsArray();
        var first = lines.Single(line => line!["message"]!.GetValue<string>() == "first")!;
        Assert.Equal("information", first["level"]!.GetValue<string>());
        Assert.DoesNotContain("2001-", first["at"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line!.ToJsonString().Contains("s3cret-of-mine", StringComparison.Ordinal));

        // 130 lines of 8 KiB are more than the log of an attempt holds.
        var many = string.Join(',', Enumerable.Repeat($$"""{ "message": "{{new string('x', 7_000)}}" }""", 145));
        var body = $$"""{ "fence": {{fence}}, "lines": [{{many}}] }""";
        var part = await WithTokenAsync(token, "POST", run.Location + "/logs", body);
        Assert.Equal(200, part.Status);
        var next = await WithTokenAsync(token, "POST", run.Location + "/logs", body);
        Assert.True(next.Json["dropped"]!.GetValue<int>() > 0);
        Assert.Equal(1, await CountAsync(run.Location + "/logs", "further lines are dropped"));

        foreach (var (wrong, status) in new[]
        {
            ("""{ "fence": 99, "lines": [{ "message": "x" }] }""", 403),
            ($$"""{ "fence": {{fence}}, "lines": [] }""", 400),
            ($$"""{ "fence": {{fence}} }""", 400),
        })
        {
            Assert.Equal(status, (await WithTokenAsync(token, "POST", run.Location + "/logs", wrong)).Status);
        }

        await WithTokenAsync(token, "POST", run.Location + "/complete", $$"""{ "fence": {{fence}}, "outcome": "succeeded" }""");
        Assert.Equal(
            409,
            (await WithTokenAsync(
                token, "POST", run.Location + "/logs", $$"""{ "fence": {{fence}}, "lines": [{ "message": "late" }] }""")).Status);
    }

    /// <summary>In how many lines of a log a text is, which comes in pieces.</summary>
    private async Task<int> CountAsync(string path, string text)
    {
        var count = 0;
        for (long from = 0, last = -1; from != last;)
        {
            var page = (await host.SendAsync("GET", FormattableString.Invariant($"{path}?from={from}"))).Json;
            count += page["items"]!.AsArray().Count(line => line!.ToJsonString().Contains(text, StringComparison.Ordinal));
            (last, from) = (from, page["next"]!.GetValue<long>());
        }

        return count;
    }

    [Fact]
    public async Task Report_ofATargetThatHasNotAnsweredYet_counts()
    {
        await using var target = await CallbackTarget.StartAsync(holds: true);
        var run = await host.SendAsync(
            "POST", "/api/v1/runs", $$"""{ "target": { "type": "http", "url": "{{target.Url}}", "completion": "callback" } }""");
        var (token, fence) = await target.ToldAsync();

        Assert.Equal(200, (await HeartbeatAsync(run.Location!, token, fence)).Status);
        Assert.Equal(0.4, (await host.SendAsync("GET", run.Location!)).Json["progress"]!.GetValue<double>());
        var completed = await WithTokenAsync(
            token, "POST", run.Location + "/complete", $$"""{ "fence": {{fence}}, "outcome": "succeeded", "result": 7 }""");
        target.Answer();

        Assert.Equal((200, "succeeded"), (completed.Status, completed["state"]));
        Assert.Equal(7, (await host.SendAsync("GET", run.Location!)).Json["result"]!.GetValue<int>());
    }

    private Task<Answer> HeartbeatAsync(string run, string token, string fence) => WithTokenAsync(
        token, "POST", run + "/heartbeat", $$"""{ "fence": {{fence}}, "progress": 0.4, "message": "halfway" }""");

    private Task<Answer> WithTokenAsync(string token, string method, string path, string? body) =>
        SendAsync("Authorization", "Bearer " + token, method, path, body);

    private Task<Answer> InItsHeaderAsync(string token, string method, string path, string? body) =>
        SendAsync("JobScheduler-Token", token, method, path, body);

    private async Task<Answer> SendAsync(string header, string credential, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Add(header, credential);
        if (body is not null)
        {
            request.Content = JsonContent.Create(System.Text.Json.Nodes.JsonNode.Parse(body));
        }

        using var response = await host.Anonymous.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }
}
