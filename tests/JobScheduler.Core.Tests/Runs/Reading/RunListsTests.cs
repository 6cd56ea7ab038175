using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Runs.Reading;

/// <summary>What lists of runs cost.</summary>
public sealed class RunListsTests
{
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly FaultyStorage _storage;
    private readonly SeededRuns _runs;

    public RunListsTests()
    {
        var memory = new MemoryStorage(_time);
        _storage = new FaultyStorage(memory, FaultPlan.None);
        _runs = new SeededRuns(memory);
    }

    [Theory]
    [InlineData(new[] { RunState.Failed }, 3)]
    [InlineData(new[] { RunState.Failed, RunState.Expired }, 5)]
    [InlineData(new[] { RunState.Skipped }, 0)]
    public async Task Runs_of_a_job_in_some_terminal_states_are_read_alone(RunState[] states, int expected)
    {
        await FillAsync();

        var page = await ListAsync(new RunQuery { JobId = SeededRuns.Job, States = states });

        Assert.Equal(expected, page.Items.Count);
        Assert.All(page.Items, run => Assert.Contains(run.State, states));
        Assert.Equal(1 + expected, _storage.Counter.Gets);
    }

    [Fact]
    public async Task Runs_of_a_job_that_ended_in_a_range_are_read_alone()
    {
        await FillAsync();

        var page = await ListAsync(new RunQuery { JobId = SeededRuns.Job, EndedFrom = Now.AddHours(1), EndedTo = Now.AddHours(2) });

        Assert.Equal([Now.AddHours(1), Now.AddHours(1)], page.Items.Select(run => run.End!.At));
        // Only ended runs have an end: one page of those; the job, and the two.
        Assert.Equal((1, 1 + 2), (_storage.Counter.Reads, _storage.Counter.Gets));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(SeededRuns.Job)]
    public async Task Runs_that_have_an_end_and_are_open_are_none_and_cost_nothing(string? job)
    {
        await FillAsync();

        var page = await ListAsync(new RunQuery { JobId = job, States = [RunState.Queued], EndedFrom = Now });

        Assert.Empty(page.Items);
        Assert.Null(page.Continuation);
        Assert.Equal(0, _storage.Counter.Total);
    }

    /// <summary>400 that succeeded, 3 that failed, 2 that expired an hour from now, 10 that are queued.</summary>
    private async Task FillAsync()
    {
        await AddAsync(400, RunState.Succeeded, Now);
        await AddAsync(3, RunState.Failed, Now);
        await AddAsync(2, RunState.Expired, Now.AddHours(1));
        await AddAsync(10, RunState.Queued, null);

        Task AddAsync(int count, RunState state, DateTimeOffset? ended) =>
            _runs.AddAsync(Enumerable.Range(0, count).Select(i => new SeededRun(state, Now.AddMinutes(-i)) { Ended = ended }));
    }

    private Task<Page<RunRecord>> ListAsync(RunQuery query)
    {
        var map = new ShardMap(1);
        var lists = new RunLists(_storage, map, new JobCache(new JobRow(map), _storage, _time), _time);
        return lists.ListAsync(SeededRuns.Tenant, query, new PageRequest(), TestContext.Current.CancellationToken);
    }
}
