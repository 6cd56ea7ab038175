using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.TestKit;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Core.Tests.Runs.Reading;

public sealed class RecentRunsTests
{
    private const int Shards = 3;
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 6, 30, 0, TimeSpan.Zero);
    private static readonly ShardMap Map = new(Shards);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly FaultyStorage _storage;
    private readonly SeededRuns _runs;

    public RecentRunsTests()
    {
        var memory = new MemoryStorage(_time);
        _storage = new FaultyStorage(memory, FaultPlan.None);
        _runs = new SeededRuns(memory);
    }

    [Fact]
    public async Task Of_pinned_jobs_are_their_last_ten_ends_for_a_read_each()
    {
        var home = Map.OfJob(SeededRuns.Tenant, "busy");
        var ids = await _runs.AddAsync(Enumerable.Range(0, 12).Select(i =>
            new SeededRun(i % 3 == 0 ? RunState.Failed : RunState.Succeeded, Now.AddMinutes(-i)) { Job = "busy", Shard = home }));
        await _runs.AddAsync([new SeededRun(RunState.Running, Now) { Job = "busy", Shard = home }]);

        var recent = await OfAsync(Job("busy"), Job("idle"));

        Assert.Equal(
            ids.Take(10).Select((id, i) => new RecentRun(id, i % 3 == 0 ? RunState.Failed : RunState.Succeeded)), recent[0]);
        Assert.Empty(recent[1]);
        Assert.Equal((2, 2), (_storage.Counter.Reads, _storage.Counter.Total));
    }

    [Fact]
    public async Task Of_a_spread_job_are_merged_over_the_shards()
    {
        var ids = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            ids.AddRange(await _runs.AddAsync(
                [new SeededRun(RunState.Expired, Now.AddMinutes(-i)) { Job = "wide", Shard = (i + (i / 7)) % Shards }]));
        }

        var recent = Assert.Single(await OfAsync(Job("wide", Placement.Spread)));

        Assert.Equal(ids.Take(10), recent.Select(run => run.Id));
        Assert.Equal(Shards, _storage.Counter.Total);
    }

    [Fact]
    public async Task Of_jobs_that_two_seconds_are_too_short_for_are_not_told()
    {
        var slow = new HookedStorage(_storage)
        {
            BeforeRead = _ =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
                return Task.CompletedTask;
            },
        };
        JobRecord[] jobs = [.. Enumerable.Range(0, 100).Select(i => Job($"j{i}", Placement.Spread))];

        var recent = await new RecentRuns(slow, Map, _time).OfAsync(jobs, TestContext.Current.CancellationToken);

        Assert.Equal(100, recent.Count);
        Assert.NotNull(recent[0]);
        Assert.Null(recent[^1]);
        Assert.InRange(_storage.Counter.Reads, 40, 40 + RunRows.AtOnce);
        Assert.Equal(_storage.Counter.Reads / Shards, recent.Count(runs => runs is not null));
    }

    private static JobRecord Job(string id, Placement placement = Placement.Pinned) => new()
    {
        Tenant = SeededRuns.Tenant,
        Id = id,
        Version = 1,
        Definition = new JobDefinition { Target = new HandlerTarget { Name = "echo" }, Placement = placement },
    };

    private async Task<IReadOnlyList<IReadOnlyList<RecentRun>>> OfAsync(params JobRecord[] jobs)
    {
        var recent = await new RecentRuns(_storage, Map, _time).OfAsync(jobs, TestContext.Current.CancellationToken);
        return [.. recent.Select(runs => runs!)];
    }
}
