using System.Text.Json;
using CsCheck;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Runs.Reading;

/// <summary>Status and next fire of jobs with any number of unfinished runs, beside runs of another job.</summary>
public sealed class JobStatusesTests
{
    private const int RowsPerCommit = 100;
    private const string Tenant = "acme";
    private const string Job = "report";

    private static readonly DateTimeOffset Now = new(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);
    private static readonly ShardMap Map = new(1);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly MemoryStorage _memory;
    private readonly FaultyStorage _storage;
    private ulong _bits;

    public JobStatusesTests()
    {
        _memory = new MemoryStorage(_time);
        _storage = new FaultyStorage(_memory, FaultPlan.None);
    }

    [Fact]
    public async Task Of_one_running_beside_1500_scheduled_is_pending_with_the_exact_next_fire()
    {
        await AddAsync(RunState.Running, 1, _ => Now.AddMinutes(-5));
        await AddAsync(RunState.Scheduled, 1_500, i => Now.AddHours(1).AddSeconds(i * 7));

        var status = await StatusAsync();

        Assert.Equal((JobStatusKind.Pending, Now.AddHours(1)), (status.Kind, status.NextFireAt));
        Assert.Equal(1, status.Unfinished[RunState.Running]);
        Assert.Equal(1_000, status.Unfinished.Values.Sum());
        Assert.InRange(_storage.Counter.Total, 1, 40);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(60_000)]
    public async Task Of_many_scheduled_at_any_distance_tells_the_earliest(int apart)
    {
        await AddAsync(RunState.Scheduled, 5_000, i => Now.AddDays(3).AddMilliseconds((long)i * apart));

        var status = await StatusAsync();

        Assert.Equal((JobStatusKind.Scheduled, Now.AddDays(3)), (status.Kind, status.NextFireAt));
        Assert.InRange(_storage.Counter.Total, 1, 60);
    }

    [Theory]
    [InlineData(RunState.Queued, 20, JobStatusKind.Pending)]
    [InlineData(RunState.Queued, -90, JobStatusKind.Pending)]
    [InlineData(RunState.Retrying, -90_000_000, JobStatusKind.Pending)]
    [InlineData(RunState.Running, -20, JobStatusKind.Pending)]
    [InlineData(RunState.Scheduled, 20, JobStatusKind.Scheduled)]
    public async Task Of_one_among_thousands_that_are_due_soon_is_found(RunState state, int seconds, JobStatusKind expected)
    {
        // As when the clock has not come to a burst yet.
        await AddAsync(RunState.Scheduled, 2_500, i => Now.AddSeconds(21).AddMilliseconds(i));
        await AddAsync(state, 1, _ => Now.AddSeconds(seconds));
        await AddAsync(RunState.Scheduled, 1_200, i => Now.AddDays(1).AddMinutes(i));

        var status = await StatusAsync();

        Assert.Equal(expected, status.Kind);
        Assert.Equal(Now.AddSeconds(state == RunState.Scheduled ? seconds : 21), status.NextFireAt);
        Assert.InRange(_storage.Counter.Total, 1, 40);
    }

    [Fact]
    public async Task Of_a_backlog_of_thousands_tells_the_next_fire_beyond_it()
    {
        await AddAsync(RunState.Queued, 4_000, i => Now.AddMinutes(-i));
        await AddAsync(RunState.Scheduled, 3_000, i => Now.AddMinutes(10 + i));

        var status = await StatusAsync();

        Assert.Equal((JobStatusKind.Pending, Now.AddMinutes(10)), (status.Kind, status.NextFireAt));
        Assert.InRange(_storage.Counter.Total, 1, 60);
    }

    [Fact]
    public async Task Of_runs_of_other_jobs_says_nothing()
    {
        await AddAsync(RunState.Running, 30, _ => Now, "other");

        var status = await StatusAsync();

        Assert.Equal((JobStatusKind.Pending, null), (status.Kind, status.NextFireAt));
        Assert.Empty(status.Unfinished);
    }

    [Fact]
    public async Task Of_any_runs_is_what_counting_them_all_gives() =>
        await Gen.Select(Gen.Int[0, 3], Gen.Int[0, 90_000]).Array[0, 60].SampleAsync(
            async runs =>
            {
                var bench = new JobStatusesTests();
                RunState[] states = [RunState.Scheduled, RunState.Queued, RunState.Running, RunState.Retrying];
                var all = runs.Select(run => (State: states[run.Item1], Due: Due(states[run.Item1], run.Item2))).ToList();
                foreach (var (state, due) in all)
                {
                    await bench.AddAsync(state, 1, _ => due);
                    await bench.AddAsync(RunState.Running, 1, _ => due, "other");
                }

                var status = await bench.StatusAsync();

                var scheduled = all.Where(run => run.State == RunState.Scheduled).ToList();
                Assert.Equal(scheduled.Count == 0 ? null : scheduled.Min(run => run.Due), status.NextFireAt);
                Assert.Equal(
                    all.Count == 0 || all.Count > scheduled.Count ? JobStatusKind.Pending : JobStatusKind.Scheduled, status.Kind);
                Assert.Equal(
                    all.GroupBy(run => run.State).ToDictionary(group => group.Key, group => group.Count()),
                    status.Unfinished.ToDictionary());
            },
            iter: 60);

    /// <summary>Scheduled ones are due up to 25 h ahead, queued ones within 30 s; the others have been due.</summary>
    private static DateTimeOffset Due(RunState state, int seconds) => state switch
    {
        RunState.Scheduled => Now.AddSeconds(seconds),
        RunState.Queued => Now.AddSeconds(30 - (seconds % 1000)),
        _ => Now.AddSeconds(-seconds),
    };

    private async Task AddAsync(RunState state, int count, Func<int, DateTimeOffset> due, string job = Job)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(RowsPerCommit / 2))
        {
            await _memory.Tables.CommitAsync(
                ShardMap.Partition(0), [.. some.SelectMany(i => Rows(state, due(i), job))], TestContext.Current.CancellationToken);
        }
    }

    private IEnumerable<RowOperation> Rows(RunState state, DateTimeOffset due, string job)
    {
        var id = RunId.Create(0, due, ++_bits);
        var spec = new RunSpec { Tenant = Tenant, JobId = job, CreatedBy = "me", DueAt = due };
        yield return RowOperation.Insert(Keys.Run(id), new Columns
        {
            { RunColumns.Spec, JsonSerializer.Serialize(spec, RunJson.Default.RunSpec) },
            { RunColumns.State, state.ToString() },
            { RunColumns.Tenant, Tenant },
            { RunColumns.Job, job },
            { RunColumns.Open, (ColumnValue)true },
        });
        yield return RowOperation.Insert(Keys.Open(Tenant, job, id), []);
    }

    private Task<JobProjection> StatusAsync() => new JobStatuses(_storage, Map, new NoFires(), _time).OfAsync(
        new JobRecord
        {
            Tenant = Tenant,
            Id = Job,
            Version = 1,
            Definition = new JobDefinition { Target = new HandlerTarget { Name = "echo" } },
        },
        TestContext.Current.CancellationToken);

    private sealed class NoFires : IUpcomingFires
    {
        public Task<DateTimeOffset?> NextAsync(JobRecord job, CancellationToken cancellation) => Task.FromResult<DateTimeOffset?>(null);
    }
}
