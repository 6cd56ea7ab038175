using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Sending;

public sealed class RepeatTests : IDisposable
{
    private readonly Bench _bench = new();

    private static RunRequest Request => new() { JobId = "hello" };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Submit_answer_lost_repeats_with_the_same_key()
    {
        _bench.Server.LoseAnswer().Answer(200, Samples.Run);

        var run = await _bench.Client.Runs.SubmitAsync(Request, Cancellation);

        Assert.Equal("03-abc", run.Id);
        Assert.True(run.Replayed);
        Assert.Equal(["key-1", "key-1"], _bench.Server.Requests.Select(request => request.Header("Idempotency-Key")));
    }

    [Fact]
    public async Task Submit_many_answer_lost_repeats_the_same_keys_per_item()
    {
        _bench.Server.Answer(503).Answer(200, """{ "items": [] }""");

        await _bench.Client.Runs.SubmitManyAsync([Request, Request with { IdempotencyKey = "mine" }], Cancellation);

        Assert.Equal(2, _bench.Server.Requests.Count);
        Assert.Equal(_bench.Server.Requests[0].Body, _bench.Server.Requests[1].Body);
        var items = _bench.Server.Requests[1].Json.GetProperty("items").EnumerateArray();
        Assert.Equal(["key-1", "mine"], items.Select(item => item.GetProperty("idempotencyKey").GetString()));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Redrive_outcome_unknown_is_not_repeated(int status)
    {
        _bench.Server.Answer(status);

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => _bench.Client.Runs.RedriveAsync("03-abc", null, Cancellation));

        Assert.True(failure.MayHaveTakenEffect);
        Assert.Single(_bench.Server.Requests);
    }

    [Fact]
    public async Task Redrive_answer_lost_is_not_repeated()
    {
        _bench.Server.LoseAnswer();

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => _bench.Client.Runs.RedriveAsync("03-abc", null, Cancellation));

        Assert.True(failure.MayHaveTakenEffect);
    }

    [Fact]
    public async Task Redrive_never_arrived_or_throttled_is_repeated()
    {
        _bench.Server.Refuse().Answer(429).Answer(202, Samples.Run);

        var run = await _bench.Client.Runs.RedriveAsync("03-abc", null, Cancellation);

        Assert.Equal("03-abc", run.Id);
        Assert.Equal(3, _bench.Server.Requests.Count);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(500)]
    public async Task Get_refused_is_not_repeated(int status)
    {
        _bench.Server.Answer(status);

        var failure = await Assert.ThrowsAnyAsync<JobSchedulerException>(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));

        Assert.Equal(status, (int)failure.Status!);
        Assert.False(failure.MayHaveTakenEffect);
        Assert.Single(_bench.Server.Requests);
    }

    [Fact]
    public async Task Get_always_unavailable_ends_after_all_tries_with_growing_delays()
    {
        for (var i = 0; i < 6; i++)
        {
            _bench.Server.Answer(503);
        }

        await Assert.ThrowsAsync<UnavailableException>(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));

        Assert.Equal([500, 1000, 2000, 4000, 8000], _bench.Time.Delays.Select(delay => delay.TotalMilliseconds));
    }

    [Fact]
    public async Task Get_retry_after_is_obeyed()
    {
        _bench.Server.Answer(503, null, ("Retry-After", "7")).Answer(200, Samples.Job);

        await _bench.Client.Jobs.GetAsync("hello", Cancellation);

        Assert.Equal([TimeSpan.FromSeconds(7)], _bench.Time.Delays);
    }

    [Fact]
    public async Task Get_retry_after_as_a_date_is_obeyed()
    {
        var until = _bench.Time.GetUtcNow().AddSeconds(9);
        _bench.Server.Answer(429, null, ("Retry-After", until.ToString("R"))).Answer(200, Samples.Job);

        await _bench.Client.Jobs.GetAsync("hello", Cancellation);

        Assert.Equal([TimeSpan.FromSeconds(9)], _bench.Time.Delays);
    }

    [Fact]
    public async Task Get_retry_after_beyond_the_total_time_fails_at_once_and_says_so()
    {
        _bench.Server.Answer(429, Samples.Problem(429, "throttled"), ("Retry-After", "3600"));

        var failure = await Assert.ThrowsAsync<ThrottledException>(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));

        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.Empty(_bench.Time.Delays);
    }

    [Fact]
    public async Task Get_retry_after_beyond_32_bits_is_not_ignored()
    {
        _bench.Server.Answer(503, null, ("Retry-After", "2147483648"));

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => _bench.Client.Jobs.GetAsync("hello", Cancellation));

        Assert.Equal(TimeSpan.FromSeconds(2147483648), failure.RetryAfter);
        Assert.Empty(_bench.Time.Delays);
    }

    [Fact]
    public async Task Get_no_answer_in_time_is_repeated()
    {
        var arrived = new TaskCompletionSource();
        _bench.Server.Hang(arrived).Answer(200, Samples.Job);

        var reading = _bench.Client.Jobs.GetAsync("hello", Cancellation);
        await arrived.Task;
        _bench.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("hello", (await reading).Id);
    }

    [Fact]
    public async Task Get_with_a_wait_has_that_time_on_top()
    {
        var arrived = new TaskCompletionSource();
        _bench.Server.Hang(arrived).Answer(200, Samples.Run);

        var reading = _bench.Client.Runs.GetAsync("03-abc", TimeSpan.FromSeconds(60), Cancellation);
        await arrived.Task;
        _bench.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.Single(_bench.Server.Requests);
        Assert.False(reading.IsCompleted);
        _bench.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal("03-abc", (await reading).Id);
        Assert.EndsWith("/runs/03-abc?wait=1m", _bench.Server.Requests[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_canceled_by_the_caller_is_a_cancellation_and_not_repeated()
    {
        var arrived = new TaskCompletionSource();
        _bench.Server.Hang(arrived);
        using var cancel = new CancellationTokenSource();

        var reading = _bench.Client.Jobs.GetAsync("hello", cancel.Token);
        await arrived.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Assert.Single(_bench.Server.Requests);
    }

    [Fact]
    public async Task Delete_gone_after_a_lost_answer_has_succeeded()
    {
        _bench.Server.LoseAnswer().Answer(404);

        await _bench.Client.Jobs.DeleteAsync("hello", default, Cancellation);

        Assert.Equal(2, _bench.Server.Requests.Count);
    }

    [Fact]
    public async Task Delete_gone_although_no_try_arrived_is_not_found()
    {
        _bench.Server.Refuse().Answer(404);

        await Assert.ThrowsAsync<NotFoundException>(() => _bench.Client.Jobs.DeleteAsync("hello", default, Cancellation));
    }

    [Fact]
    public async Task Put_precondition_fails_after_a_lost_answer_says_that_it_may_be_its_own()
    {
        _bench.Server.LoseAnswer().Answer(412);
        var job = new Job { Id = "hello", Target = new HandlerTarget { Name = "echo" } };

        var failure = await Assert.ThrowsAsync<PreconditionFailedException>(
            () => _bench.Client.Jobs.PutAsync(job, Precondition.Absent, Cancellation));

        Assert.True(failure.MayHaveTakenEffect);
    }

    [Fact]
    public async Task Health_not_ready_is_asked_once_and_without_the_key()
    {
        _bench.Server.Answer(503);

        Assert.False(await _bench.Client.Health.IsReadyAsync(Cancellation));

        Assert.Equal("/base/health/ready", _bench.Server.Only.Target);
        Assert.Null(_bench.Server.Only.Header("Authorization"));
    }
}
