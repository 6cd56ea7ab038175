using JobScheduler.Runs;
using JobScheduler.Scenarios.Fires;
using JobScheduler.Scenarios.Limits;
using JobScheduler.Storage;
using JobScheduler.TestKit;

namespace JobScheduler.Scenarios.Simulation;

/// <summary>
/// Looks at every commit when it has taken effect: a run has exactly one token until it ends, goes only where the state machine
/// lets it, never back in its fence, and never starts before it is due.
/// </summary>
internal sealed class WatchedStorage : IStorage, ITableStore
{
    private readonly MemoryStorage _memory;
    private readonly VirtualTime _time;
    private readonly Dictionary<string, RunRecord> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _born = new(StringComparer.Ordinal);
    private readonly ScheduleWatch _schedules;

    public WatchedStorage(MemoryStorage memory, VirtualTime time)
    {
        _memory = memory;
        _time = time;
        _schedules = new ScheduleWatch(memory, Expect);
        Arrivals = new Arrivals(memory.Queues, time);
    }

    /// <summary>What was found wrong.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>False while rows are edited by hand, or clocks are wrong.</summary>
    public bool IsStrict { get; set; } = true;

    /// <summary>All runs that were ever seen, as they were last seen.</summary>
    public IReadOnlyDictionary<string, RunRecord> Runs => _runs;

    /// <summary>When runs were first seen, by the world's time: what made them may have had a wrong clock.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Born => _born;

    /// <summary>Whether schedules are compared with their alarms at every commit, which takes as long as there are rows.</summary>
    public bool LooksAtSchedules { get; set; } = true;

    /// <summary>What became of each schedule that was ever seen.</summary>
    public IReadOnlyDictionary<string, ScheduleHistory> Schedules => _schedules.Histories;

    public Arrivals Arrivals { get; }

    /// <summary>What storage does not take, whoever sends it; null: it takes everything.</summary>
    public Func<RowOperation, bool>? Refuses { get; set; }

    public ITableStore Tables => this;

    public IQueueStore Queues => Arrivals;

    public IBlobStore Blobs => _memory.Blobs;

    public ValueTask PrepareAsync(CancellationToken cancellation) => _memory.PrepareAsync(cancellation);

    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation) =>
        _memory.Tables.GetAsync(partition, key, cancellation);

    public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation) => _memory.Tables.ReadAsync(query, cancellation);

    public async ValueTask<CommitResult> CommitAsync(
        string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
    {
        if (Refuses is { } refuses && operations.FirstOrDefault(refuses) is { } refused)
        {
            throw new StorageException(StorageFault.Permanent, $"row {refused.Key} is not taken");
        }

        var result = await _memory.Tables.CommitAsync(partition, operations, cancellation);
        if (result.Succeeded)
        {
            foreach (var operation in operations)
            {
                if (operation.Key.StartsWith("R~", StringComparison.Ordinal))
                {
                    await LookAsync(partition, operation.Key);
                }
            }

            GroupWatch.Look(_memory, partition, operations, Expect);
            if (LooksAtSchedules)
            {
                _schedules.Look(partition, operations, _time.Now);
            }
        }

        return result;
    }

    private async Task LookAsync(string partition, string key)
    {
        var row = await _memory.Tables.GetAsync(partition, key, CancellationToken.None);
        var before = _runs.GetValueOrDefault(key);
        if (row is null || RunColumns.TryRead(row) is not { } run)
        {
            // A fire that was handed to a queue ahead is taken back without a trace when its schedule is changed before its time.
            var isTakenBack = row is null
                && before is { Attempt: 0, Spec.ScheduleId: not null }
                && before.Spec.NominalAt > _time.Now - TimeSpan.FromSeconds(2);
            if (isTakenBack)
            {
                _runs.Remove(key);
                _born.Remove(key);
                return;
            }

            Expect(
                row is null && before is { State: > RunState.Retrying }, $"{key} is gone, or cannot be read, while it was {before?.State}");
            return;
        }

        _runs[key] = run;
        _born.TryAdd(key, _time.Now);
        Expect(run.State.IsTerminal() == (run.Token.IsNone), $"{key} is {run.State} with token '{run.Token}'");
        if (!run.Token.IsNone)
        {
            Expect(
                await _memory.Tables.GetAsync(partition, run.Token, CancellationToken.None) is not null,
                $"{key} has lost its token {run.Token}");
        }

        GateWatch.Look(_memory, partition, run, Expect);
        GroupWatch.Look(_memory, run, Expect);
        LimitWatch.Look(_memory, partition, before, run, Expect);
        if (before is not null)
        {
            await CompareAsync(partition, key, before, run);
        }

        if (run.State == RunState.Running && before?.State != RunState.Running)
        {
            var due = run.Attempt > 1 && before?.RetryAt is { } retry ? retry : run.Spec.DueAt;
            Expect(due <= _time.Now, $"{key} started at {_time.Now:O}, before it was due at {due:O}");
        }
    }

    private async Task CompareAsync(string partition, string key, RunRecord before, RunRecord run)
    {
        if (before.Token != run.Token && !before.Token.IsNone)
        {
            Expect(
                await _memory.Tables.GetAsync(partition, before.Token, CancellationToken.None) is null,
                $"{key} has two tokens: {before.Token} and {run.Token}");
        }

        if (before.State.IsTerminal())
        {
            Expect(before.State == run.State && before.End == run.End, $"{key} was {before.State} and became {run.State}");
        }
        else if (before.State != run.State)
        {
            Expect(
                Enum.GetValues<RunEvent>().Any(happened => RunTransitions.Next(before.State, happened) == run.State),
                $"{key} went from {before.State} to {run.State}");
        }

        var started = before.State != RunState.Running && run.State == RunState.Running;
        Expect(
            run.Attempt == before.Attempt + (started ? 1 : 0),
            $"{key} went from fence {before.Attempt} ({before.State}) to {run.Attempt} ({run.State})");
    }

    private void Expect(bool holds, string finding)
    {
        if (!holds && IsStrict)
        {
            Findings.Add($"{_time.Now:HH:mm:ss.fff} {finding}");
        }
    }
}
