using System.Text;
using System.Text.Json.Nodes;
using JobScheduler.Api.Tests.Hosting;
using JobScheduler.Runs;

namespace JobScheduler.Api.Tests.Runs;

/// <summary>Inputs, results and logs that are too large to be held or sent at once.</summary>
[Collection(HostCollection.Name)]
public sealed class ContentTests(TestHost host)
{
    private const int Piece = 256 * 1024;

    private static readonly string Large = "\"" + string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i:000000}…")) + "\"";

    [Theory]
    [InlineData("result")]
    [InlineData("input")]
    public async Task Content_is_read_and_sent_in_pieces(string what)
    {
        var run = await EchoAsync(Large);
        var blob = what == "input" ? RunBlobs.Input(IdOf(run)) : RunBlobs.Result(IdOf(run), 1);
        var before = host.Storage.ReadsOf(blob).Count;

        var content = await host.SendAsync("GET", $"{run.Location}/{what}");

        Assert.Equal(Large, content.Text);
        Assert.Equal("application/json", content.ContentType);
        Assert.Equal(Encoding.UTF8.GetByteCount(Large).ToString(null, null), content.Headers["Content-Length"]);
        Assert.Contains($"filename=\"{what}\"", content.Headers["Content-Disposition"], StringComparison.Ordinal);
        var reads = host.Storage.ReadsOf(blob).Skip(before).ToList();
        Assert.Equal((Encoding.UTF8.GetByteCount(Large) + Piece - 1) / Piece, reads.Count);
        Assert.All(reads, length => Assert.InRange(length, 1, Piece));
    }

    [Theory]
    [InlineData("result")]
    [InlineData("input")]
    public async Task Head_says_how_long_the_content_is_and_reads_none_of_it(string what)
    {
        var run = await EchoAsync(Large);
        var blob = what == "input" ? RunBlobs.Input(IdOf(run)) : RunBlobs.Result(IdOf(run), 1);
        var before = host.Storage.ReadsOf(blob).Count;

        var head = await host.SendAsync("HEAD", $"{run.Location}/{what}");

        Assert.Equal((200, ""), (head.Status, head.Text));
        Assert.Equal(Encoding.UTF8.GetByteCount(Large).ToString(null, null), head.Headers["Content-Length"]);
        Assert.Equal(before, host.Storage.ReadsOf(blob).Count);
    }

    [Fact]
    public async Task Content_that_is_gone_404()
    {
        var run = await EchoAsync(Large);
        await host.Storage.Blobs.DeleteAsync(RunBlobs.Result(IdOf(run), 1), TestContext.Current.CancellationToken);

        var gone = await host.SendAsync("GET", run.Location + "/result");

        Assert.Equal((404, "application/problem+json"), (gone.Status, gone.ContentType));
        Assert.DoesNotContain("Content-Disposition", gone.Headers.Keys);
    }

    [Theory]
    [InlineData("null", 204)]
    [InlineData("{}", 200)]
    public async Task Input_of_a_run_is_as_it_was_sent(string input, int status)
    {
        var run = await EchoAsync(input);

        var answer = await host.SendAsync("GET", run.Location + "/input");

        Assert.Equal((status, status == 204 ? "" : input), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Log_comes_in_pieces_of_1_MiB_and_says_where_to_go_on()
    {
        var run = await EchoAsync("1");
        var lines = await LogAsync(run, 30_000);

        var read = new List<string>();
        var from = 0L;
        for (var isComplete = false; !isComplete;)
        {
            var page = (await host.SendAsync("GET", $"{run.Location}/logs?from={from}")).Json;
            read.AddRange(page["items"]!.AsArray().Select(line => line!["message"]!.GetValue<string>()));
            var next = page["next"]!.GetValue<long>();
            isComplete = page["complete"]!.GetValue<bool>();
            Assert.True(isComplete || next > from, "it does not go on");
            from = next;
        }

        Assert.Equal(lines, read.Where(IsWritten));
        Assert.All(host.Storage.ReadsOf(RunBlobs.Log(IdOf(run))), length => Assert.InRange(length, 0, 1024 * 1024));
    }

    [Fact]
    public async Task Followed_log_is_read_in_pieces_and_whole()
    {
        var run = await EchoAsync("1");
        var lines = await LogAsync(run, 30_000);

        var followed = (await host.SendAsync("GET", run.Location + "/logs?follow=true")).Text;

        Assert.Equal(lines, followed.Split('\n').Where(line => line.StartsWith("data: {\"at", StringComparison.Ordinal))
            .Select(line => JsonNode.Parse(line[6..])!["message"]!.GetValue<string>())
            .Where(IsWritten));
        Assert.EndsWith("event: end\ndata: {}\n\n", followed, StringComparison.Ordinal);
        Assert.All(host.Storage.ReadsOf(RunBlobs.Log(IdOf(run))), length => Assert.InRange(length, 0, 1024 * 1024));
    }

    [Fact]
    public async Task Log_without_ends_of_lines_is_passed_over_and_ends()
    {
        var run = await EchoAsync("1");
        await host.Storage.Blobs.AppendAsync(
            RunBlobs.Log(IdOf(run)), new byte[(3 * 1024 * 1024) / 2], TestContext.Current.CancellationToken);

        var first = (await host.SendAsync("GET", run.Location + "/logs")).Json;
        var second = (await host.SendAsync("GET", $"{run.Location}/logs?from={first["next"]}")).Json;

        Assert.Equal((1024 * 1024, false), (first["next"]!.GetValue<int>(), first["complete"]!.GetValue<bool>()));
        Assert.True(second["complete"]!.GetValue<bool>());
    }

    /// <summary>The scheduler's own lines are not in the blob.</summary>
    private static bool IsWritten(string line) => line.StartsWith("line ", StringComparison.Ordinal);

    private static string IdOf(Answer run) => run["id"]!;

    private async Task<Answer> EchoAsync(string input)
    {
        var run = await host.SendAsync(
            "POST", "/api/v1/runs", $$"""{ "target": { "type": "handler", "name": "echo" }, "input": {{input}} }""");
        Assert.Equal(202, run.Status);
        Assert.Equal("succeeded", (await host.SendAsync("GET", run.Location + "?wait=30s"))["state"]);
        return run;
    }

    /// <summary>Adds lines to the log of an ended run.</summary>
    private async Task<List<string>> LogAsync(Answer run, int count)
    {
        var lines = Enumerable.Range(0, count).Select(i => $"line {i}").ToList();
        var text = string.Concat(lines.Select(
            line => $$"""{"at":"2026-11-28T08:00:00.000Z","attempt":1,"level":"information","message":"{{line}}"}""" + "\n"));
        await host.Storage.Blobs.AppendAsync(
            RunBlobs.Log(IdOf(run)), Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        return lines;
    }
}
