using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Operations;

public sealed class OperationsClientTests : IDisposable
{
    private readonly Bench _bench = new();

    private OperationsClient Client => _bench.Client.Operations;

    private static string Canceled => Samples.Operation
        .Replace("\"running\"", "\"canceled\"", StringComparison.Ordinal)
        .Replace("\"endedAt\": null", "\"endedAt\": \"2026-12-01T06:31:00.000Z\"", StringComparison.Ordinal);

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Get_reads_all_members()
    {
        _bench.Server.Answer(200, Samples.Operation);

        var operation = await Client.GetAsync("op-1", Cancellation);

        Assert.Equal(
            ("op-1", "backfill", OperationState.Running, 0, null),
            (operation.Id, operation.Kind, operation.State, operation.Done, operation.Total));
        Assert.Equal(
            (1, new OperationRefusal("letter-1", "what it would repeat is gone")), (operation.Refused, Assert.Single(operation.Refusals)));
        Assert.Equal(("administrator", null), (operation.CreatedBy, operation.EndedAt));
    }

    [Fact]
    public async Task List_conditions_go_into_the_query_and_pages_follow_each_other()
    {
        _bench.Server
            .Answer(200, $$"""{ "items": [{{Samples.Operation}}], "continuation": "c" }""")
            .Answer(200, $$"""{ "items": [{{Canceled}}], "continuation": null }""");
        var states = new List<OperationState>();

        await foreach (
            var operation in Client.ListAsync(new OperationFilter { State = OperationState.Canceled, Kind = "backfill" }, Cancellation))
        {
            states.Add(operation.State);
        }

        Assert.Equal([OperationState.Running, OperationState.Canceled], states);
        Assert.Equal(
            ["/base/api/v1/operations?state=canceled&kind=backfill", "/base/api/v1/operations?state=canceled&kind=backfill&continuation=c"],
            _bench.Server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Cancel_answer_lost_is_asked_again()
    {
        _bench.Server.LoseAnswer().Answer(200, Canceled);

        var operation = await Client.CancelAsync("op-1", Cancellation);

        Assert.Equal(OperationState.Canceled, operation.State);
        Assert.Equal(
            ["/base/api/v1/operations/op-1/cancel", "/base/api/v1/operations/op-1/cancel"],
            _bench.Server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Cancel_of_an_ended_one_is_a_conflict()
    {
        _bench.Server.Answer(409, Samples.Problem(409, "conflict"));

        await Assert.ThrowsAsync<ConflictException>(() => Client.CancelAsync("op-1", Cancellation));
    }

    [Fact]
    public async Task WaitForEnd_of_a_canceled_one_returns()
    {
        _bench.Server.Answer(200, Samples.Operation).Answer(200, Canceled);

        Assert.Equal(OperationState.Canceled, (await Client.WaitForEndAsync("op-1", Cancellation)).State);
    }
}
