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
    public async Task Follow_unknownRun_404() =>
        Assert.Equal(404, (await host.SendAsync("GET", "/api/v1/runs/03-fe6bc1f3a2b7-0123456789abcdef/logs?follow=true")).Status);
}
