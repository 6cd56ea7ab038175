using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>Lists of rows that share a prefix, merged over the shards.</summary>
public sealed class RecordLists(IStorage storage, ShardMap map)
{
    /// <summary>A page of rows, ordered by what follows the prefix.</summary>
    /// <param name="shard">Their shard; null: all shards.</param>
    /// <param name="prefix">The prefix of their keys.</param>
    /// <param name="list">The name of the list in its continuations, which fit no other list.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="RefusalException">The continuation is not one of this list.</exception>
    public async Task<Page<Row>> ReadAsync(int? shard, string prefix, string list, PageRequest page, CancellationToken cancellation)
    {
        var after = PageMark.Read(page.Continuation, list);
        var shards = shard is { } only ? [only] : Enumerable.Range(0, map.Count);
        var pages = await Task.WhenAll(shards.Select(at => ReadAsync(
            RowQuery.Prefix(ShardMap.Partition(at), prefix) with
            {
                From = after is null ? prefix : prefix + after + "-",
                Limit = page.Limit,
            },
            cancellation)));

        // What follows a page that is not the last one of its shard is unknown, so the merged page ends there.
        var horizon = pages
            .Where(found => found.Continuation is not null && found.Rows.Count > 0)
            .Select(found => found.Rows[^1].Key)
            .Min(StringComparer.Ordinal);
        var rows = pages.SelectMany(found => found.Rows)
            .Where(row => horizon is null || string.CompareOrdinal(row.Key, horizon) <= 0)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .ToList();
        var taken = rows.Take(page.Limit).ToList();
        var more = horizon is not null || rows.Count > taken.Count;
        return new Page<Row>(taken, more && taken.Count > 0 ? PageMark.Write(list, taken[^1].Key[prefix.Length..]) : null);
    }

    /// <summary>A page that is empty and yet goes on has no last row to name, so the read goes on at once.</summary>
    private async Task<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation)
    {
        var page = await storage.Tables.ReadAsync(query, cancellation);
        while (page is { Continuation: not null, Rows.Count: 0 })
        {
            page = await storage.Tables.ReadAsync(query with { Continuation = page.Continuation }, cancellation);
        }

        return page;
    }
}
