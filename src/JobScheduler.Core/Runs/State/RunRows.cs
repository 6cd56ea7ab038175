using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Reads rows of runs.</summary>
internal static class RunRows
{
    private const int AtOnce = 16;

    /// <summary>The runs in the order of their ids, a few reads at a time; those that are gone are left out.</summary>
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
