using JobScheduler.Api.Tests.Hosting;

namespace JobScheduler.Api.Tests.Runs;

[Collection(HostCollection.Name)]
public sealed class LogTests(TestHost host)
{
    private const string Delay = """{ "target": { "type": "handler", "name": "delay" }, "input": { "for": "200ms" } }""";

    [Fact]
    public async Task Logs_ofAnEndedRun_areThereAndComplete()
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Delay);
        await host.SendAsync("GET", run.Location + "?wait=30s");
        var log = await host.UntilAsync(run.Location + "/logs", answer => answer.Json["items"]!.AsArray().Count > 0);
        var line = log.Json["items"]!.AsArray()[^1]!;
        Assert.Equal("waited 200ms", line["message"]!.GetValue<string>());
        Assert.Equal("information", line["level"]!.GetValue<string>());
        Assert.True(log.Json["complete"]!.GetValue<bool>());
        var rest = await host.SendAsync("GET", $"{run.Location}/logs?from={log.Json["next"]}");
        Assert.Empty(rest.Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Follow_untilTheEnd_streamsLinesAndThenEnd()
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Delay);
        using var request = new HttpRequestMessage(HttpMethod.Get, run.Location + "/logs?follow=true");
        using var response = await host.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"message\":\"waited 200ms\"", text, StringComparison.Ordinal);
        Assert.Matches(@"id: \d+\ndata: \{", text);
        Assert.EndsWith("event: end\ndata: {}\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_ofAnHttpTargetThatFails_tellTheStoryWithoutSecrets()
    {
        await using var target = await EchoTarget.StartAsync();
        var run = await host.SendAsync("POST", "/api/v1/runs", $$"""
            { "target": { "type": "http", "url": "{{target.Url}}/?code=qu3ry-s3cret",
                          "headers": { "Authorization": "Bearer h3ader-s3cret", "X-Kind-Of": "th1rd-s3cret" } },
              "retry": { "maxAttempts": 2, "backoff": "none" } }
            """);
        var ended = await host.SendAsync("GET", run.Location + "?wait=30s");
        var log = await host.SendAsync("GET", run.Location + "/logs");
        var attempts = await host.SendAsync("GET", run.Location + "/attempts");
        var letters = await host.SendAsync("GET", "/api/v1/dead-letters?limit=1000");
        var causes = await host.SendAsync("GET", "/api/v1/dead-letters/causes");

        Assert.Equal("failed", ended["state"]);
        Assert.Collection(
            log.Json["items"]!.AsArray().Select(line => (line!["level"]!.GetValue<string>(), line["message"]!.GetValue<string>())),
            line => Assert.Matches("^attempt 1 started on .+", line.Item2),
            line => Assert.Matches(@"^the target answered 500 after .+ \(text/plain, \d+ bytes\)$", line.Item2),
            line => Assert.Matches(
                @"^attempt 1 failed: http:500: 127\.0\.0\.1:\d+ answered 500: \?\*\*\* .+; next attempt at 2", line.Item2),
            line => Assert.Matches("^attempt 2 started on .+", line.Item2),
            line => Assert.Equal("warning", line.Item1),
            line => Assert.Matches("^attempt 2 failed: http:500: [^;]+$", line.Item2),
            line => Assert.Equal(("error", "the run failed and is a dead letter: attemptsUsedUp"), line));
        Assert.True(log.Json["complete"]!.GetValue<bool>());
        Assert.Contains("Authorization=***", ended.Json["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.All(
            [log.Text, attempts.Text, ended.Json["error"]!.ToJsonString(), letters.Text, causes.Text],
            text => Assert.DoesNotContain("s3cret", text, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Logs_ofAnHttpTargetThatSucceeds_haveItsAnswerWithoutItsBody()
    {
        await using var target = await EchoTarget.StartAsync();
        var run = await host.SendAsync("POST", "/api/v1/runs", $$"""{ "target": { "type": "http", "url": "{{target.Url}}/ok" } }""");
        await host.SendAsync("GET", run.Location + "?wait=30s");
        var lines = (await host.SendAsync("GET", run.Location + "/logs")).Json["items"]!.AsArray();
        Assert.Equal(2, lines.Count);
        Assert.Matches(
            @"^the target answered 200 after .+ \(text/plain; charset=utf-8, 4 bytes\)$", lines[1]!["message"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("9007199254740992")]
    [InlineData("99999999999999999999")]
    [InlineData("x")]
    public async Task Logs_fromAPositionThatIsNone_400(string from)
    {
        var run = await host.SendAsync("POST", "/api/v1/runs", Delay);
        Assert.Equal(400, (await host.SendAsync("GET", $"{run.Location}/logs?from={from}")).Status);
        Assert.Equal(200, (await host.SendAsync("GET", $"{run.Location}/logs?from=9007199254740991")).Status);
    }

    [Fact]
    public async Task Follow_unknownRun_404() =>
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/runs/03-fe6bc1f3a2b7-0123456789abcdef/logs?follow=true")).Status);
}
