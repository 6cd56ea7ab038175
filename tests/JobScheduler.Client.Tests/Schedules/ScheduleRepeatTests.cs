using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Schedules;

public sealed class ScheduleRepeatTests : IDisposable
{
    private readonly Bench _bench = new();

    private SchedulesClient Client => _bench.Client.Schedules;

    private static BackfillRequest Backfill => new() { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch.AddDays(1) };

    private static Schedule Nightly => new() { Id = "nightly", Spec = CronSpec.Of("0 2 * * *") };

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Trigger_answer_lost_repeats_with_the_same_key()
    {
        _bench.Server.LoseAnswer().Answer(200, Samples.Run);

        var run = await Client.TriggerAsync("hello", "nightly", null, Cancellation);

        Assert.True(run.Replayed);
        Assert.Equal(["key-1", "key-1"], _bench.Server.Requests.Select(request => request.Header("Idempotency-Key")));
        Assert.Equal("{}", _bench.Server.Requests[1].Body);
    }

    [Fact]
    public async Task Backfill_answer_lost_repeats_with_the_id_that_the_client_made()
    {
        _bench.Server.LoseAnswer().Answer(202, Samples.Operation).Answer(202, Samples.Operation);

        await Client.BackfillAsync("hello", "nightly", Backfill, Cancellation);
        await Client.BackfillAsync("hello", "nightly", Backfill, Cancellation);

        Assert.Equal(["key-1", "key-1", "key-2"], _bench.Server.Requests.Select(request => request.Json.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Preview_answer_lost_is_repeated_and_never_has_an_effect()
    {
        _bench.Server.LoseAnswer().Answer(500);

        var failure = await Assert.ThrowsAsync<UnexpectedAnswerException>(
            () => Client.PreviewAsync(new PreviewRequest { Spec = Nightly.Spec }, Cancellation));

        Assert.Equal(2, _bench.Server.Requests.Count);
        Assert.False(failure.MayHaveTakenEffect);
    }

    [Fact]
    public async Task Writes_that_are_the_same_twice_are_repeated()
    {
        _bench.Server
            .LoseAnswer().Answer(200, Samples.Schedule)
            .LoseAnswer().Answer(200, Samples.Schedule)
            .LoseAnswer().Answer(200, Samples.Schedule)
            .LoseAnswer().Answer(404);

        await Client.PutAsync("hello", Nightly, default, Cancellation);
        await Client.PauseAsync("hello", "nightly", null, Cancellation);
        await Client.ResumeAsync("hello", "nightly", Cancellation);
        await Client.DeleteAsync("hello", "nightly", true, default, Cancellation);

        Assert.Equal(
            ["PUT", "PUT", "POST", "POST", "POST", "POST", "DELETE", "DELETE"], _bench.Server.Requests.Select(request => request.Method));
    }

    [Fact]
    public async Task Create_answer_lost_is_not_repeated()
    {
        _bench.Server.LoseAnswer();

        var failure = await Assert.ThrowsAsync<UnavailableException>(() => Client.CreateAsync("hello", Nightly, Cancellation));

        Assert.True(failure.MayHaveTakenEffect);
        Assert.Single(_bench.Server.Requests);
    }
}
