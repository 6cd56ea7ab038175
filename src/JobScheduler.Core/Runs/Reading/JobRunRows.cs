using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Reads some columns of runs of a job in one shard.</summary>
/// <param name="tables">The storage.</param>
/// <param name="partition">The shard.</param>
/// <param name="filters">What tells these runs from those of others.</param>
/// <param name="select">The columns.</param>
internal sealed class JobRunRows(
    ITableStore tables, string partition, IReadOnlyList<ColumnFilter> filters, IReadOnlyList<string> select)
{
    /// <summary>Fewer are read one by one: between two runs there may be many of other jobs.</summary>
    private const int Few = 16;

    /// <summary>Rows between two runs that are passed over, in pages; what is found beyond is read one by one.</summary>
    private const int MostPages = 8;

    /// <summary>Those of runs whose ids are known, in order; rows that are gone are left out, others may not satisfy the filters.</summary>
    public async Task<Dictionary<string, Columns>> OfAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var found = ids.Count > Few
            ? (await ReadAsync(Keys.Run(ids[0]), Keys.Run(ids[^1]) + "~", MostPages, cancellation)).ToDictionary()
            : [];
        foreach (var some in ids.Where(id => !found.ContainsKey(id)).ToList().Chunk(RunRows.AtOnce))
        {
            var rows = await Task.WhenAll(some.Select(async id => await tables.GetAsync(partition, Keys.Run(id), cancellation)));
            foreach (var (id, row) in some.Zip(rows))
            {
                if (row is not null)
                {
                    found.Add(id, row.Columns);
                }
            }
        }

        // Between them there may be others, which somebody else counts.
        return ids.Where(found.ContainsKey).ToDictionary(id => id, id => found[id]);
    }

    /// <summary>Those that are due after one instant, up to another; the latest first. As many pages as there are.</summary>
    public Task<List<KeyValuePair<string, Columns>>> DueAsync(DateTimeOffset after, DateTimeOffset until, CancellationToken cancellation)
    {
        var prefix = $"{Keys.RunPrefix}{partition}-";
        return ReadAsync(prefix + RunId.InvertedTime(until), prefix + RunId.InvertedTime(after), int.MaxValue, cancellation);
    }

    private async Task<List<KeyValuePair<string, Columns>>> ReadAsync(string from, string to, int pages, CancellationToken cancellation)
    {
        var found = new List<KeyValuePair<string, Columns>>();
        var query = new RowQuery(partition, from, to) { Filters = filters, Select = select };
        do
        {
            var page = await tables.ReadAsync(query, cancellation);
            found.AddRange(page.Rows.Select(row => KeyValuePair.Create(row.Key[Keys.RunPrefix.Length..], row.Columns)));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null && --pages > 0);

        return found;
    }
}
