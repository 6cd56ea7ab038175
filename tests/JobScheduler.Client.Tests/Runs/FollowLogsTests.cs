using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Runs;

public sealed class FollowLogsTests : IDisposable
{
    private const string End = "event: end\ndata: {}\n\n";

    private readonly Bench _bench = new(options => options with { MaxTries = 2 });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Follow_whole_log_comes_line_by_line()
    {
        _bench.Server.Stream(": waiting\n\n" + Line("a") + Line("b", id: 20) + Line("c", id: 30) + End);

        Assert.Equal(["a", "b", "c"], await ReadAsync());
        Assert.Equal("/base/api/v1/runs/03-abc/logs?follow=true", _bench.Server.Only.Target);
        Assert.Null(_bench.Server.Only.Header("Last-Event-ID"));
    }

    [Fact]
    public async Task Follow_broken_after_a_mark_goes_on_there()
    {
        _bench.Server.Stream(Line("a") + Line("b", id: 20)).Stream(Line("c", id: 30) + End);

        Assert.Equal(["a", "b", "c"], await ReadAsync());
        Assert.Equal("20", _bench.Server.Requests[1].Header("Last-Event-ID"));
    }

    [Fact]
    public async Task Follow_broken_within_a_stretch_repeats_no_line()
    {
        _bench.Server
            .Stream(Line("a", id: 10) + Line("b") + Line("c"))
            .Stream(Line("b") + Line("c") + Line("d", id: 40) + End);

        Assert.Equal(["a", "b", "c", "d"], await ReadAsync());
        Assert.Equal("10", _bench.Server.Requests[1].Header("Last-Event-ID"));
    }

    [Fact]
    public async Task Follow_broken_within_a_stretch_that_is_cut_otherwise_repeats_no_line()
    {
        _bench.Server
            .Stream(Line("a") + Line("b") + Line("c"))
            .Stream(Line("a", id: 10))
            .Stream(Line("b") + Line("c") + Line("d", id: 40) + End);

        Assert.Equal(["a", "b", "c", "d"], await ReadAsync());
        Assert.Equal("10", _bench.Server.Requests[2].Header("Last-Event-ID"));
    }

    [Fact]
    public async Task Follow_connection_lost_while_reading_goes_on()
    {
        _bench.Server
            .Answer(_ =>
            {
                var message = StubServer.Message(200, null, "");
                message.Content = new StreamContent(new BrokenStream(Line("a", id: 10)));
                return Task.FromResult(message);
            })
            .Stream(Line("b", id: 20) + End);

        Assert.Equal(["a", "b"], await ReadAsync());
    }

    [Fact]
    public async Task Follow_nothing_comes_for_a_minute_connects_again()
    {
        var silent = new SilentStream();
        _bench.Server
            .Answer(_ => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(silent) }))
            .Stream(Line("a", id: 10) + End);

        var reading = ReadAsync();
        await silent.Waiting;
        _bench.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Single(_bench.Server.Requests);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["a"], await reading);
    }

    [Fact]
    public async Task Follow_quiet_connections_cut_now_and_then_never_gives_up()
    {
        for (var i = 0; i < 5; i++)
        {
            _bench.Server.Answer(_ =>
            {
                var stream = new SilentStream(after: () => _bench.Time.Advance(TimeSpan.FromSeconds(50)));
                return Task.FromResult(new HttpResponseMessage { Content = new StreamContent(stream) });
            });
        }

        _bench.Server.Stream(Line("a", id: 10) + End);

        Assert.Equal(["a"], await ReadAsync());
    }

    [Fact]
    public async Task Follow_broken_again_and_again_without_a_line_gives_up()
    {
        _bench.Server.Stream("").Stream("");

        await Assert.ThrowsAsync<UnavailableException>(ReadAsync);
    }

    [Fact]
    public async Task Follow_unknown_run_is_not_found()
    {
        _bench.Server.Answer(404, Samples.Problem(404, "not-found"));

        var failure = await Assert.ThrowsAsync<NotFoundException>(ReadAsync);

        Assert.Equal("a detail", failure.Problem!.Detail);
    }

    private static string Line(string message, int? id = null) =>
        (id is null ? "" : $"id: {id}\n")
        + $$"""data: {"at":"2026-12-01T06:30:00.000Z","attempt":1,"level":"information","message":"{{message}}"}"""
        + "\n\n";

    private async Task<List<string>> ReadAsync()
    {
        var lines = new List<string>();
        await foreach (var line in _bench.Client.Runs.FollowLogsAsync("03-abc", Cancellation))
        {
            Assert.Equal(LogSeverity.Information, line.Level);
            lines.Add(line.Message);
        }

        return lines;
    }
}
