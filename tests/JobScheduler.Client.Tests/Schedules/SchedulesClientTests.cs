using System.Text.Json;
using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Schedules;

public sealed class SchedulesClientTests : IDisposable
{
    private const string Path = "/base/api/v1/jobs/hello/schedules";

    private readonly Bench _bench = new();

    private SchedulesClient Client => _bench.Client.Schedules;

    private static Schedule Mornings => new() { Id = "mornings", Spec = CronSpec.Of("30 7 * * MON-FRI", "Europe/Berlin") };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Put_sends_what_is_given_and_nothing_else()
    {
        _bench.Server.Answer(201, Samples.Schedule, ("ETag", "\"7\""));
        var schedule = Mornings with
        {
            Policy = new SchedulePolicy { Overlap = OverlapRule.CancelPrevious },
            JobId = "another",
            ETag = "\"not in the body\"",
        };

        var written = await Client.PutAsync("hello", schedule, default, Cancellation);

        Assert.Equal("\"7\"", written.ETag);
        Assert.Equal("PUT", _bench.Server.Only.Method);
        Assert.Equal($"{Path}/mornings", _bench.Server.Only.Target);
        Assert.Equal("application/json", _bench.Server.Only.Header("Content-Type"));
        Assert.Null(_bench.Server.Only.Header("If-Match"));
        Assert.Equal(
            """{"id":"mornings","spec":{"type":"cron","cron":"30 7 * * MON-FRI","timeZone":"Europe/Berlin"}"""
                + ""","policy":{"overlap":"cancelPrevious"}}""",
            _bench.Server.Only.Body);
    }

    [Fact]
    public async Task Put_unchanged_sends_the_tag_that_was_read()
    {
        _bench.Server.Answer(200, Samples.Schedule, ("ETag", "\"7\"")).Answer(200, Samples.Schedule, ("ETag", "\"8\""));

        var read = await Client.GetAsync("hello", "weekday-mornings", Cancellation);
        var written = await Client.PutAsync("hello", read with { Paused = false }, Precondition.Unchanged(read.ETag), Cancellation);

        Assert.Equal($"{Path}/weekday-mornings", _bench.Server.Requests[0].Target);
        Assert.Equal("\"7\"", _bench.Server.Requests[1].Header("If-Match"));
        Assert.Equal("\"8\"", written.ETag);
        Assert.False(_bench.Server.Requests[1].Json.TryGetProperty("jobId", out _));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("..")]
    public async Task Put_without_an_id_is_refused_before_it_is_sent(string? id)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Client.PutAsync("hello", Mornings with { Id = id }, default, Cancellation));

        Assert.Empty(_bench.Server.Requests);
    }

    [Fact]
    public async Task Create_posts_to_the_job()
    {
        _bench.Server.Answer(201, Samples.Schedule, ("ETag", "\"1\""));

        var schedule = await Client.CreateAsync("hello", Mornings with { Id = null }, Cancellation);

        Assert.Equal("weekday-mornings", schedule.Id);
        Assert.Equal("\"1\"", schedule.ETag);
        Assert.Equal(("POST", Path), (_bench.Server.Only.Method, _bench.Server.Only.Target));
        Assert.False(_bench.Server.Only.Json.TryGetProperty("id", out _));
    }

    [Fact]
    public async Task Patch_null_members_are_sent()
    {
        _bench.Server.Answer(200, Samples.Schedule);

        await Client.PatchAsync("hello", "mornings", JsonElement.Parse("""{"input":null}"""), Precondition.Present, Cancellation);

        Assert.Equal(("PATCH", $"{Path}/mornings"), (_bench.Server.Only.Method, _bench.Server.Only.Target));
        Assert.Equal("""{"input":null}""", _bench.Server.Only.Body);
        Assert.Equal("application/merge-patch+json", _bench.Server.Only.Header("Content-Type"));
        Assert.Equal("*", _bench.Server.Only.Header("If-Match"));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "?withdrawPending=true")]
    public async Task Delete_says_what_becomes_of_pending_runs(bool withdraw, string query)
    {
        _bench.Server.Answer(204);

        await Client.DeleteAsync("hello", "mornings", withdraw, Precondition.Unchanged("\"7\""), Cancellation);

        Assert.Equal(("DELETE", $"{Path}/mornings{query}"), (_bench.Server.Only.Method, _bench.Server.Only.Target));
        Assert.Equal("\"7\"", _bench.Server.Only.Header("If-Match"));
    }

    [Fact]
    public async Task List_goes_through_all_pages()
    {
        _bench.Server
            .Answer(200, $$"""{ "items": [{{Samples.Schedule}}], "continuation": "a+b" }""")
            .Answer(200, $$"""{ "items": [{{Samples.Schedule}}], "continuation": null }""");

        var ids = await Client.ListAsync("hello", Cancellation).Select(schedule => schedule.Id).ToListAsync(Cancellation);

        Assert.Equal(["weekday-mornings", "weekday-mornings"], ids);
        Assert.Equal([Path, $"{Path}?continuation=a%2Bb"], _bench.Server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Pause_and_resume_are_posts_and_answer_the_schedule()
    {
        _bench.Server.Answer(200, Samples.Schedule, ("ETag", "\"8\"")).Answer(200, Samples.Schedule, ("ETag", "\"9\""));
        var how = new PauseRequest
        {
            Note = "maintenance",
            Until = new DateTimeOffset(2026, 12, 2, 7, 0, 0, TimeSpan.FromHours(1)),
            WithdrawPending = true,
        };

        var paused = await Client.PauseAsync("hello", "mornings", how, Cancellation);
        var resumed = await Client.ResumeAsync("hello", "mornings", Cancellation);

        Assert.Equal(("\"8\"", "\"9\""), (paused.ETag, resumed.ETag));
        Assert.Equal(
            [$"POST {Path}/mornings/pause", $"POST {Path}/mornings/resume"],
            _bench.Server.Requests.Select(request => $"{request.Method} {request.Target}"));
        Assert.Equal(
            """{"note":"maintenance","until":"2026-12-02T06:00:00.000Z","withdrawPending":true}""", _bench.Server.Requests[0].Body);
        Assert.Null(_bench.Server.Requests[1].Body);
    }

    [Fact]
    public async Task Trigger_sends_what_is_given_and_the_key_as_a_header()
    {
        _bench.Server.Answer(202, Samples.Run);
        var request = new TriggerRequest
        {
            Input = RawJson.Of(new { Day = "today" }),
            Priority = Priority.High,
            Labels = new Dictionary<string, string> { ["by"] = "hand" },
            After = TimeSpan.FromMinutes(40),
            Overlap = OverlapChoice.Ignore,
            IdempotencyKey = "order-17",
        };

        var run = await Client.TriggerAsync("hello", "mornings", request, Cancellation);

        Assert.Equal("03-abc", run.Id);
        Assert.False(run.Replayed);
        Assert.Equal(("POST", $"{Path}/mornings/trigger"), (_bench.Server.Only.Method, _bench.Server.Only.Target));
        Assert.Equal("order-17", _bench.Server.Only.Header("Idempotency-Key"));
        Assert.Equal(
            """{"input":{"day":"today"},"priority":"high","labels":{"by":"hand"},"after":"40m","overlap":"ignore"}""",
            _bench.Server.Only.Body);
    }

    [Fact]
    public async Task Backfill_sends_the_range_and_answers_the_operation()
    {
        _bench.Server.Answer(202, Samples.Operation);
        var from = new DateTimeOffset(2026, 11, 1, 1, 0, 0, TimeSpan.FromHours(1));

        var operation = await Client.BackfillAsync(
            "hello",
            "mornings",
            new BackfillRequest { Id = "november", From = from, To = from.AddDays(30), MaxConcurrency = 4 },
            Cancellation);

        Assert.Equal(("op-1", "backfill", OperationState.Running), (operation.Id, operation.Kind, operation.State));
        Assert.Equal(("POST", $"{Path}/mornings/backfill"), (_bench.Server.Only.Method, _bench.Server.Only.Target));
        Assert.Equal(
            """{"id":"november","from":"2026-11-01T00:00:00.000Z","to":"2026-12-01T00:00:00.000Z","maxConcurrency":4}""",
            _bench.Server.Only.Body);
    }
}
