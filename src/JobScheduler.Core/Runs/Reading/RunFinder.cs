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
            runs.AddRange((await GetAsync(tables, partition, some, cancellation)).Select(run => run.Run));
        }

        return runs;
    }

    /// <summary>As <see cref="GetManyAsync"/>, until their rows have so many bytes.</summary>
    /// <returns>The runs, and the last id that was looked for; null: all were.</returns>
    public static async Task<(List<ListedRun> Runs, string? End)> GetUpToAsync(
        ITableStore tables, string partition, IReadOnlyList<string> ids, int bytes, CancellationToken cancellation)
    {
        var runs = new List<ListedRun>();
        var size = 0L;
        for (var next = 0; next < ids.Count;)
        {
            var some = ids.Skip(next).Take(AtOnce).ToArray();
            var found = await GetAsync(tables, partition, some, cancellation);
            runs.AddRange(found);
            next += some.Length;
            size += found.Sum(run => run.Bytes);
            if (size >= bytes && next < ids.Count)
            {
                return (runs, some[^1]);
            }
        }

        return (runs, null);
    }

    private static async Task<List<ListedRun>> GetAsync(
        ITableStore tables, string partition, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(ids.Select(async id => await tables.GetAsync(partition, Keys.Run(id), cancellation)));
        return [.. rows.OfType<Row>().Select(ListedRun.TryRead).OfType<ListedRun>()];
    }
}

/// <summary>A run that was read for a list.</summary>
/// <param name="Run">The run.</param>
/// <param name="Bytes">Of its row, as <see cref="JsonSize"/> counts.</param>
internal sealed record ListedRun(RunRecord Run, long Bytes)
{
    /// <summary>Null if the row is not a readable run.</summary>
    public static ListedRun? TryRead(Row row) => RunColumns.TryRead(row) is { } run ? new(run, JsonSize.Of(row)) : null;
}
