using JobScheduler.Client.Tests.Stubs;
using static JobScheduler.Client.Tests.Stubs.Bench;

namespace JobScheduler.Client.Tests.Runs;

/// <summary>The runs of a job, and counts of runs.</summary>
public sealed class RunListsClientTests : IDisposable
{
    private static readonly DateTimeOffset Bound = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task List_by_end_goes_into_the_query()
    {
        _bench.Server.Answer(200, """{ "items": [], "continuation": null }""");

        await _bench.Client.Runs.GetPageAsync(new RunFilter { EndedFrom = Bound, EndedTo = Bound.AddDays(1) }, null, null, Cancellation);

        Assert.Equal(
            "/base/api/v1/runs?endedFrom=2026-12-01T00%3A00%3A00.000Z&endedTo=2026-12-02T00%3A00%3A00.000Z", _bench.Server.Only.Target);
    }

    [Fact]
    public async Task ListOfJob_goes_through_all_pages_of_the_path_of_the_job()
    {
        _bench.Server
            .Answer(200, """{ "items": [], "continuation": "c" }""")
            .Answer(200, """{ "items": [], "continuation": null }""");

        var found = _bench.Client.Runs.ListOfJobAsync("hello", new RunFilter { States = [RunState.Failed] }, Cancellation);

        Assert.Empty(await found.ToListAsync(Cancellation));
        Assert.Equal(
            ["/base/api/v1/jobs/hello/runs?state=failed", "/base/api/v1/jobs/hello/runs?state=failed&continuation=c"],
            _bench.Server.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task ListOfJob_filter_with_a_job_of_its_own_is_refused() => await Assert.ThrowsAsync<ArgumentException>(
        () => _bench.Client.Runs.GetPageOfJobAsync("hello", new RunFilter { JobId = "other" }, null, null, Cancellation));

    [Fact]
    public async Task Count_reads_counts_also_of_states_of_a_newer_server()
    {
        _bench.Server.Answer(200, """{ "counts": { "queued": 3, "dreaming": 1, "failed": 2 }, "total": 6, "exact": false }""");

        var counts = await _bench.Client.Runs.CountAsync(new RunFilter { JobId = "hello", Labels = ["a:b"] }, Cancellation);

        Assert.Equal("/base/api/v1/runs/counts?job=hello&label=a%3Ab", _bench.Server.Only.Target);
        Assert.Equal((3, 2), (counts.Counts[RunState.Queued], counts.Counts[RunState.Failed]));
        Assert.Equal((6, false), (counts.Total, counts.Exact));
    }
}
