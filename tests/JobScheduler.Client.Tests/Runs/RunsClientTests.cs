using System.Text.Json;
using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Runs;

public sealed class RunsClientTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Submit_of_a_job_sends_only_what_the_route_takes()
    {
        _bench.Server.Answer(202, Samples.Run);
        var request = new RunRequest
        {
            JobId = "hello",
            Input = RawJson.Of(new { RowsRead = 1 }),
            IdempotencyKey = "order-17",
            After = TimeSpan.FromMinutes(40),
            Priority = Priority.Low,
        };

        var run = await _bench.Client.Runs.SubmitAsync(request, Cancellation);

        Assert.False(run.Replayed);
        Assert.Equal("/base/api/v1/jobs/hello/runs", _bench.Server.Only.Target);
        Assert.Equal("order-17", _bench.Server.Only.Header("Idempotency-Key"));
        Assert.Equal("""{"input":{"rowsRead":1},"priority":"low","after":"40m"}""", _bench.Server.Only.Body);
    }

    [Fact]
    public async Task Submit_without_a_job_takes_the_other_route_and_writes_times_in_utc()
    {
        _bench.Server.Answer(202, Samples.Run);
        var request = new RunRequest
        {
            Target = new HandlerTarget { Name = "echo" },
            At = new DateTimeOffset(2026, 12, 1, 7, 30, 0, TimeSpan.FromHours(1)),
        };

        await _bench.Client.Runs.SubmitAsync(request, Cancellation);

        Assert.Equal("/base/api/v1/runs", _bench.Server.Only.Target);
        Assert.Equal("""{"target":{"type":"handler","name":"echo"},"at":"2026-12-01T06:30:00.000Z"}""", _bench.Server.Only.Body);
    }

    [Fact]
    public async Task SubmitMany_mixed_outcomes_come_in_order()
    {
        _bench.Server.Answer(
            200, $$"""{ "items": [ { "run": {{Samples.Run}} }, { "problem": {{Samples.Problem(404, "not-found")}} } ] }""");

        var outcomes = await _bench.Client.Runs.SubmitManyAsync(
            [new RunRequest { JobId = "hello" }, new RunRequest { JobId = "gone" }], Cancellation);

        Assert.Equal("03-abc", outcomes[0].Run!.Id);
        Assert.Null(outcomes[0].Problem);
        Assert.Equal(404, outcomes[1].Problem!.Status);
        Assert.Null(outcomes[1].Run);
    }

    [Fact]
    public async Task List_filter_goes_into_the_query()
    {
        _bench.Server.Answer(200, """{ "items": [], "continuation": null }""");
        var filter = new RunFilter
        {
            JobId = "hello",
            States = [RunState.Failed, RunState.Expired],
            Labels = ["team:finance"],
            From = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero),
        };

        await _bench.Client.Runs.GetPageAsync(filter, 5, "c", Cancellation);

        Assert.Equal(
            "/base/api/v1/runs?job=hello&state=failed&state=expired&label=team%3Afinance"
                + "&from=2026-12-01T00%3A00%3A00.000Z&limit=5&continuation=c",
            _bench.Server.Only.Target);
    }

    [Fact]
    public async Task CancelMany_filter_goes_into_the_body()
    {
        _bench.Server.Answer(202, Samples.Operation);
        var filter = new RunCancellation { JobId = "hello", States = [RunState.Queued], Labels = ["team:finance"] };

        var operation = await _bench.Client.Runs.CancelManyAsync(filter, Cancellation);

        Assert.Equal(OperationState.Running, operation.State);
        Assert.Equal("""{"job":"hello","state":["queued"],"label":["team:finance"]}""", _bench.Server.Only.Body);
    }

    [Fact]
    public async Task CountCancelMany_is_a_dry_run_which_CancelMany_refuses()
    {
        _bench.Server.Answer(200, """{ "count": 7, "more": true }""");

        var count = await _bench.Client.Runs.CountCancelManyAsync(new RunCancellation { All = true }, Cancellation);

        Assert.Equal(new MatchCount(7, true), count);
        Assert.Equal("""{"all":true,"dryRun":true}""", _bench.Server.Only.Body);
        await Assert.ThrowsAsync<ArgumentException>(
            () => _bench.Client.Runs.CancelManyAsync(new RunCancellation { All = true, DryRun = true }, Cancellation));
        Assert.Single(_bench.Server.Requests);
    }

    [Fact]
    public async Task WaitForEnd_asks_until_it_has_ended()
    {
        _bench.Server.Answer(200, Samples.Run).Answer(200, Samples.Run).Answer(200, Samples.Ended);

        var run = await _bench.Client.Runs.WaitForEndAsync("03-abc", null, Cancellation);

        Assert.Equal(RunState.Succeeded, run.State);
        Assert.All(_bench.Server.Requests, request => Assert.EndsWith("/runs/03-abc?wait=30s", request.Target, StringComparison.Ordinal));
        // The stub does not hold answers back: the client must not turn into a loop without a pause.
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], _bench.Time.Delays);
    }

    [Fact]
    public async Task WaitForEnd_over_its_time_says_where_the_run_is()
    {
        _bench.Server.Answer(200, Samples.Run).Answer(200, Samples.Run).Answer(200, Samples.Run);

        var failure = await Assert.ThrowsAsync<TimeoutException>(
            () => _bench.Client.Runs.WaitForEndAsync("03-abc", TimeSpan.FromMilliseconds(1500), Cancellation));

        Assert.Contains("Queued", failure.Message, StringComparison.Ordinal);
        Assert.Equal(["wait=1s500ms", "wait=500ms", "wait=0s"], _bench.Server.Requests.Select(request => request.Target.Split('?')[1]));
    }

    [Fact]
    public async Task GetResult_none_is_null()
    {
        _bench.Server.Answer(204);

        Assert.Null(await _bench.Client.Runs.GetResultAsync("03-abc", Cancellation));
    }

    [Fact]
    public async Task GetResult_is_content_with_its_type()
    {
        _bench.Server.Answer(_ => Task.FromResult(StubServer.Message(200, "a;b", "text/csv")));

        var result = await _bench.Client.Runs.GetResultAsync("03-abc", Cancellation);

        Assert.StartsWith("text/csv", result!.ContentType, StringComparison.Ordinal);
        Assert.Equal("a;b", result.Text);
        Assert.ThrowsAny<JsonException>(() => result.As<int>());
    }

    [Fact]
    public async Task Complete_failed_says_what_failed()
    {
        _bench.Server.Answer(200, Samples.Run);

        await _bench.Client.Runs.CompleteAsync("03-abc", Completion.Failed(7, "disk", "full", retryable: false), Cancellation);

        Assert.Equal(
            """{"fence":7,"outcome":"failed","error":{"type":"disk","message":"full"},"retryable":false}""", _bench.Server.Only.Body);
    }

    [Fact]
    public async Task Heartbeat_tells_that_cancel_was_asked_for()
    {
        _bench.Server.Answer(200, """{ "cancelRequested": true }""");

        var answer = await _bench.Client.Runs.HeartbeatAsync("03-abc", new HeartbeatReport { Fence = 7, Progress = 0.4 }, Cancellation);

        Assert.True(answer.CancelRequested);
        Assert.Equal("""{"fence":7,"progress":0.4}""", _bench.Server.Only.Body);
    }
}
