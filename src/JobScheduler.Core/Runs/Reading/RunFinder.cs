using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Finds runs by their ids. One storage call, which sees every write acknowledged before.</summary>
public sealed class RunFinder(IStorage storage, ShardMap map)
{
    /// <exception cref="RefusalException">There is no such run in the tenant.</exception>
    public async Task<FoundRun> FindAsync(string tenant, string id, CancellationToken cancellation) =>
        RunId.TryParse(id, map.Count, out var shard)
        && await storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Run(id), cancellation) is { } row
        && RunColumns.TryRead(row) is { } run
        && run.Spec.Tenant == tenant
            ? new FoundRun(run, row, shard)
            : throw RefusalException.NotFound("run", id);
}

/// <summary>A run as found.</summary>
/// <param name="Run">The run.</param>
/// <param name="Row">Its row.</param>
/// <param name="Shard">Its shard.</param>
public sealed record FoundRun(RunRecord Run, Row Row, int Shard)
{
    public string Partition => ShardMap.Partition(Shard);

    /// <summary>For moves.</summary>
    public OpenRun Open => OpenRun.Of(Run, Row);
}

/// <summary>Reads many runs of a shard.</summary>
internal static class RunRows
{
    /// <summary>Rows that are read at a time.</summary>
    public const int AtOnce = 16;

    /// <summary>The runs in the order of their ids, a few reads at a time; missing ones are left out.</summary>
    public static async Task<List<RunRecord>> GetManyAsync(
        ITableStore tables, string partition, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var runs = new List<RunRecord>();
        foreach (var some in ids.Chunk(AtOnce))
        {
            var rows = await Task.WhenAll(some.Select(async id => await tables.GetAsync(partition, Keys.Run(id), cancellation)));
            runs.AddRange(rows.Select(row => row is null ? null : RunColumns.TryRead(row)).OfType<RunRecord>());
        }

        return runs;
    }
}
