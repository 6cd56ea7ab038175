using System.Text.Json;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.TestKit;

namespace JobScheduler.Core.Tests.Runs.Reading;

/// <summary>A run as a test wants it.</summary>
internal sealed record SeededRun(RunState State, DateTimeOffset Due)
{
    public string Tenant { get; init; } = SeededRuns.Tenant;

    public string? Job { get; init; } = SeededRuns.Job;

    public string? Schedule { get; init; }

    public string? Batch { get; init; }

    public string? Color { get; init; }

    public int Shard { get; init; }

    /// <summary>Of those that have ended.</summary>
    public DateTimeOffset? Ended { get; init; }
}

/// <summary>Writes the rows of runs as the product does: the run, and its row in the list of open or ended runs of its job.</summary>
internal sealed class SeededRuns(MemoryStorage memory)
{
    public const string Tenant = "acme";
    public const string Job = "report";
    private const int RowsPerCommit = 100;

    private ulong _bits;

    /// <returns>Their ids, in order.</returns>
    public async Task<IReadOnlyList<string>> AddAsync(IEnumerable<SeededRun> runs)
    {
        var ids = new List<string>();
        foreach (var some in runs.GroupBy(run => run.Shard).SelectMany(shard => shard.Chunk(RowsPerCommit / 2)))
        {
            var rows = some.SelectMany(run =>
            {
                ids.Add(RunId.Create(run.Shard, run.Due, ++_bits));
                return RowsOf(run, ids[^1]);
            }).ToList();
            await memory.Tables.CommitAsync(ShardMap.Partition(some[0].Shard), rows, CancellationToken.None);
        }

        return ids;
    }

    /// <summary>Ends an open run.</summary>
    public async Task EndAsync(string id, SeededRun run, RunState state) => await memory.Tables.CommitAsync(
        ShardMap.Partition(run.Shard),
        [
            RowOperation.Delete(Keys.Open(run.Tenant, run.Job!, id)),
            RowOperation.Merge(Keys.Run(id), StateOf(run with { State = state })),
            RowOperation.Insert(Keys.Ended(run.Tenant, run.Job!, id), Ended(run with { State = state })),
        ],
        CancellationToken.None);

    private static IEnumerable<RowOperation> RowsOf(SeededRun run, string id)
    {
        var spec = new RunSpec
        {
            Tenant = run.Tenant,
            JobId = run.Job,
            ScheduleId = run.Schedule,
            BatchId = run.Batch,
            CreatedBy = "me",
            DueAt = run.Due,
            Labels = run.Color is null ? [] : new Dictionary<string, string> { ["color"] = run.Color },
        };
        yield return RowOperation.Insert(Keys.Run(id), new Columns
        {
            { RunColumns.Spec, JsonSerializer.Serialize(spec, RunJson.Default.RunSpec) },
            { RunColumns.Tenant, run.Tenant },
            { RunColumns.Job, run.Job },
            { RunColumns.Schedule, run.Schedule },
            { RunColumns.Batch, run.Batch },
            { RunColumns.Due, (ColumnValue)run.Due },
        }.Merge(StateOf(run)));
        if (run.Job is { } job)
        {
            yield return run.State.IsTerminal()
                ? RowOperation.Insert(Keys.Ended(run.Tenant, job, id), Ended(run))
                : RowOperation.Insert(Keys.Open(run.Tenant, job, id), []);
        }
    }

    private static Columns StateOf(SeededRun run)
    {
        var columns = new Columns
        {
            { RunColumns.State, run.State.ToString() },
            { RunColumns.Open, (ColumnValue)!run.State.IsTerminal() },
        };
        if (run.State.IsTerminal())
        {
            var end = new RunEnd(run.Ended ?? run.Due, null, null);
            columns.Add(RunColumns.End, JsonSerializer.Serialize(end, RunJson.Default.RunEnd));
            columns.Add(RunColumns.Ended, (ColumnValue)end.At);
        }

        return columns;
    }

    private static Columns Ended(SeededRun run) =>
        new() { { RunColumns.State, run.State.ToString() }, { RunColumns.Ended, (ColumnValue)(run.Ended ?? run.Due) } };
}
