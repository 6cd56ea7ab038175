using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Counts runs by state. Of a job: through the lists of its open and its ended runs, a row for each. Of all: through the rows of runs,
/// of which only a few columns are read.
/// </summary>
public sealed class RunCounter(IStorage storage, RunLists lists, TimeProvider time)
{
    /// <summary>Counting stops after about this many rows.</summary>
    public const int MostRows = 100_000;

    /// <summary>Pages of this many shards are in memory at a time.</summary>
    private const int ShardsAtOnce = 8;

    /// <summary>A caller waits for it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Each run is counted once, in one of the states that it was in meanwhile.</summary>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async Task<RunCounts> CountAsync(string tenant, RunQuery query, CancellationToken cancellation)
    {
        var tally = new RunTally(new Patience(time, Longest), MostRows);
        var shards = query.TakesOpen || query.TakesEnded ? await lists.ShardsAsync(tenant, query, cancellation) : [];
        foreach (var some in shards.Chunk(ShardsAtOnce))
        {
            await Task.WhenAll(some.Select(shard => query.JobId is not null
                ? new JobRunCount(storage.Tables, ShardMap.Partition(shard), tenant, query, tally).AddAsync(
                    time.GetUtcNow(), cancellation)
                : AddAllAsync(ShardMap.Partition(shard), tenant, query, tally, cancellation)));
        }

        return tally.ToCounts();
    }

    private async Task AddAllAsync(
        string partition, string tenant, RunQuery query, RunTally tally, CancellationToken cancellation)
    {
        var judge = new RunRowJudge(tenant, query);
        var prefix = $"{Keys.RunPrefix}{partition}-";
        var rows = new RowQuery(partition, prefix + query.FirstPosition(), prefix + query.LastPosition)
        {
            Filters = RunRowFilter.OfRuns(tenant, query),
            Select = judge.Select,
        };
        RowPage? page = null;
        while (page is not { Continuation: null } && tally.GoesOn())
        {
            page = await storage.Tables.ReadAsync(rows with { Continuation = page?.Continuation }, cancellation);
            tally.Add(page.Rows.Count, page.Rows.Select(row => judge.StateOf(row.Columns)).OfType<RunState>());
        }
    }
}
