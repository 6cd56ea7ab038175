using CsCheck;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Runs.Reading;

/// <summary>Counts of runs by state: what they say, what they cost, when they stop.</summary>
public sealed class RunCounterTests
{
    private const int Shards = 3;
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);
    private static readonly string?[] Names = [null, "x", "y"];
    private static readonly RunState[] States = [.. EnumText.Values<RunState>()];

    private readonly FakeTimeProvider _time = new(Now);
    private readonly FaultyStorage _counted;
    private readonly HookedStorage _storage;
    private readonly SeededRuns _runs;

    public RunCounterTests()
    {
        var memory = new MemoryStorage(_time);
        _counted = new FaultyStorage(memory, FaultPlan.None);
        _storage = new HookedStorage(_counted);
        _runs = new SeededRuns(memory);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Count_of_nothing_names_all_states()
    {
        var counts = await CountAsync(new RunQuery());

        Assert.Equal(States, counts.Counts.Keys);
        Assert.Equal((0, true), (counts.Total, counts.Exact));
    }

    [Fact]
    public async Task Count_of_ended_runs_of_a_job_reads_a_row_for_each_in_pages_of_a_thousand()
    {
        await _runs.AddAsync(Many(2_500, i => new SeededRun(i % 2 == 0 ? RunState.Succeeded : RunState.Failed, Now.AddMinutes(-i))));

        var counts = await CountAsync(new RunQuery { JobId = SeededRuns.Job, States = [RunState.Succeeded, RunState.Failed] });

        Assert.Equal((1_250, 1_250, 2_500), (counts.Counts[RunState.Succeeded], counts.Counts[RunState.Failed], counts.Total));

        // Three pages of the shard that has them, one look at each of the others; whether the job is pinned is one more.
        Assert.Equal((3 + Shards - 1, 1), (_counted.Counter.Reads, _counted.Counter.Gets));
    }

    [Fact]
    public async Task Count_of_runs_that_are_due_later_does_not_read_them()
    {
        await _runs.AddAsync(Many(1_500, i => new SeededRun(RunState.Scheduled, Now.AddHours(1).AddSeconds(i))));
        await _runs.AddAsync(Many(10, i => new SeededRun(RunState.Running, Now.AddMinutes(-i))));

        var counts = await CountAsync(new RunQuery { JobId = SeededRuns.Job });

        Assert.Equal((1_500, 10), (counts.Counts[RunState.Scheduled], counts.Counts[RunState.Running]));

        // Two pages of open runs, one of ended ones, two for each other shard; the ten are read one by one.
        Assert.Equal((2 + 1 + (2 * (Shards - 1)), 1 + 10), (_counted.Counter.Reads, _counted.Counter.Gets));
    }

    [Fact]
    public async Task Count_of_all_reads_the_rows_of_each_shard_in_pages_of_a_thousand()
    {
        await _runs.AddAsync(Many(2_500, i => new SeededRun(RunState.Succeeded, Now.AddMinutes(-i)) { Job = null, Shard = 1 }));
        await _runs.AddAsync(Many(5, i => new SeededRun(RunState.Queued, Now.AddMinutes(-i)) { Tenant = "other" }));

        var counts = await CountAsync(new RunQuery());

        Assert.Equal((2_500, 2_500), (counts.Total, counts.Counts[RunState.Succeeded]));
        Assert.Equal((3 + Shards - 1, 0), (_counted.Counter.Reads, _counted.Counter.Gets));
    }

    [Fact]
    public async Task Count_of_a_schedule_of_a_job_reads_the_rows_of_the_job_in_pages()
    {
        await _runs.AddAsync(Many(900, i => new SeededRun(i < 600 ? RunState.Succeeded : RunState.Queued, Now.AddMinutes(-i))
        {
            Schedule = Names[i % 3],
        }));

        var counts = await CountAsync(new RunQuery { JobId = SeededRuns.Job, ScheduleId = "x" });

        Assert.Equal((200, 100, 300), (counts.Counts[RunState.Succeeded], counts.Counts[RunState.Queued], counts.Total));

        // In the shard that has them a page of each list, and one of the rows behind it; no row alone.
        Assert.Equal((4 + (2 * (Shards - 1)), 1), (_counted.Counter.Reads, _counted.Counter.Gets));
    }

    [Fact]
    public async Task Count_of_any_filter_is_what_judging_each_run_gives() =>
        await (from runs in GenRun.Array[0, 60] from queries in GenQuery.Array[10] select (runs, queries)).SampleAsync(
            async sample =>
            {
                var bench = new RunCounterTests();
                await bench._runs.AddAsync(sample.runs);
                foreach (var query in sample.queries)
                {
                    var counts = await bench.CountAsync(query);

                    var expected = States.ToDictionary(
                        state => state, state => sample.runs.Count(run => run.State == state && IsOf(run, query)));
                    Assert.Equal(expected, counts.Counts.ToDictionary());
                    Assert.Equal((expected.Values.Sum(), true), (counts.Total, counts.Exact));
                }
            },
            iter: 150);

    [Fact]
    public async Task Count_out_of_time_says_so_and_counts_what_it_has_seen()
    {
        await _runs.AddAsync(Many(3_000, i => new SeededRun(RunState.Succeeded, Now.AddMinutes(-i)) { Job = null }));
        _storage.BeforeRead = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(3));
            return Task.CompletedTask;
        };

        var counts = await CountAsync(new RunQuery());

        Assert.False(counts.Exact);
        Assert.InRange(counts.Total, 1, 2_000);
        Assert.Equal(counts.Total, counts.Counts[RunState.Succeeded]);
    }

    [Fact]
    public async Task Count_of_a_job_out_of_time_says_so()
    {
        await _runs.AddAsync(Many(1_001, i => new SeededRun(RunState.Succeeded, Now.AddMinutes(-i))));
        _storage.BeforeRead = _ =>
        {
            _time.Advance(TimeSpan.FromSeconds(6));
            return Task.CompletedTask;
        };

        Assert.False((await CountAsync(new RunQuery { JobId = SeededRuns.Job })).Exact);
    }

    [Fact]
    public void Tally_of_as_many_rows_as_it_may_read_stops()
    {
        var tally = new RunTally(new Patience(_time, TimeSpan.FromSeconds(5)), 3);
        tally.Add(2, [RunState.Failed, RunState.Failed]);
        Assert.True(tally.GoesOn());
        Assert.True(tally.ToCounts().Exact);

        tally.Add(1, []);

        Assert.False(tally.GoesOn());
        Assert.False(tally.ToCounts().Exact);
        Assert.Equal(2, tally.ToCounts().Total);
    }

    [Fact]
    public async Task Run_that_ends_during_the_count_is_counted_once()
    {
        var run = new SeededRun(RunState.Running, Now.AddMinutes(-1));
        var id = Assert.Single(await _runs.AddAsync([run]));
        var ended = false;
        _storage.BeforeRead = async query =>
        {
            if (!ended && query.From.StartsWith("H~", StringComparison.Ordinal))
            {
                ended = true;
                await _runs.EndAsync(id, run, RunState.Succeeded);
            }
        };

        var counts = await CountAsync(new RunQuery { JobId = SeededRuns.Job });

        Assert.True(ended);
        Assert.Equal((1, 1), (counts.Total, counts.Counts[RunState.Running]));
    }

    /// <summary>Its row lies between those of ended runs, which are read as a range.</summary>
    [Fact]
    public async Task Run_among_others_that_ends_during_the_count_is_counted_once()
    {
        await _runs.AddAsync(Many(80, i => new SeededRun(RunState.Succeeded, Now.AddMinutes(-1 - i)) { Schedule = "x" }));
        var running = new SeededRun(RunState.Running, Now.AddMinutes(-40.5)) { Schedule = "x" };
        var id = Assert.Single(await _runs.AddAsync([running]));
        _storage.BeforeRead = async query =>
        {
            if (query.From.StartsWith(Keys.EndedPrefix(SeededRuns.Tenant, SeededRuns.Job), StringComparison.Ordinal))
            {
                _storage.BeforeRead = _ => Task.CompletedTask;
                await _runs.EndAsync(id, running, RunState.Succeeded);
            }
        };

        var counts = await CountAsync(new RunQuery { JobId = SeededRuns.Job, ScheduleId = "x" });

        Assert.Equal((81, true), (counts.Total, counts.Exact));
    }

    [Fact]
    public async Task Caller_who_leaves_ends_the_count()
    {
        await _runs.AddAsync(Many(3_000, i => new SeededRun(RunState.Succeeded, Now.AddMinutes(-i)) { Job = null }));
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reads = 0;
        _storage.BeforeRead = query =>
        {
            reads += query.Partition == ShardMap.Partition(0) ? 1 : 0;
            caller.Cancel();
            return Task.CompletedTask;
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CountAsync(new RunQuery(), caller.Token));

        Assert.Equal(1, reads);
    }

    private static Gen<SeededRun> GenRun =>
        from state in Gen.Int[0, States.Length - 1].Select(i => States[i])
        from due in Gen.Int[-100, 100]
        from took in Gen.Int[-50, 100]
        from names in Gen.Int[0, 2].Array[4]
        from shard in Gen.Int[0, Shards - 1]
        select new SeededRun(state, Due(state, due))
        {
            Job = names[0] == 0 ? null : names[0] == 1 ? SeededRuns.Job : "other",
            Schedule = Names[names[1]],
            Batch = Names[names[2]],
            Color = Names[names[3]],
            Shard = shard,
            Ended = state.IsTerminal() ? Now.AddMinutes(took) : null,
        };

    private static Gen<RunQuery> GenQuery =>
        from names in Gen.Int[0, 2].Array[4]
        from isFew in Gen.Int[0, 3].Array[5]
        from states in Gen.Int[0, States.Length - 1].Select(i => States[i]).Array[0, 3]
        from times in Gen.Int[-120, 120].Array[4]
        select new RunQuery
        {
            JobId = names[0] == 0 ? null : names[0] == 1 ? SeededRuns.Job : "other",
            ScheduleId = isFew[0] == 0 ? Names[names[1]] : null,
            BatchId = isFew[0] == 1 ? Names[names[2]] : null,
            Labels = isFew[0] == 2 && Names[names[3]] is { } color ? [new("color", color)] : [],
            States = [.. states.Distinct()],
            From = isFew[1] == 0 ? Now.AddMinutes(times[0]) : null,
            To = isFew[2] == 0 ? Now.AddMinutes(times[1]) : null,
            EndedFrom = isFew[3] == 0 ? Now.AddMinutes(times[2]) : null,
            EndedTo = isFew[4] == 0 ? Now.AddMinutes(times[3]) : null,
        };

    /// <summary>A run that is due in more than a minute has not left the state Scheduled.</summary>
    private static DateTimeOffset Due(RunState state, int minutes) =>
        Now.AddMinutes(state == RunState.Scheduled || state.IsTerminal() ? minutes : -Math.Abs(minutes));

    private static bool IsOf(SeededRun run, RunQuery query) =>
        (query.JobId is null || query.JobId == run.Job)
        && (query.ScheduleId is null || query.ScheduleId == run.Schedule)
        && (query.BatchId is null || query.BatchId == run.Batch)
        && (query.Labels.Count == 0 || query.Labels[0].Value == run.Color)
        && (query.States.Count == 0 || query.States.Contains(run.State))
        && !(run.Due < query.From)
        && !(run.Due >= query.To)
        && (query.EndedFrom is null || (run.Ended is { } late && late >= query.EndedFrom))
        && (query.EndedTo is null || (run.Ended is { } early && early < query.EndedTo));

    private static IEnumerable<SeededRun> Many(int count, Func<int, SeededRun> make) => Enumerable.Range(0, count).Select(make);

    private async Task<RunCounts> CountAsync(RunQuery query, CancellationToken? cancellation = null)
    {
        var map = new ShardMap(Shards);
        var jobs = new JobCache(new JobRow(map), _storage, _time);
        var lists = new RunLists(_storage, map, jobs, _time);
        return await new RunCounter(_storage, lists, _time).CountAsync(SeededRuns.Tenant, query, cancellation ?? Cancellation);
    }
}
