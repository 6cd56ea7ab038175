using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>Lists of rows that share a prefix, merged over the shards.</summary>
public sealed class RecordLists(IStorage storage, ShardMap map, TimeProvider time)
{
    /// <summary>A page of records, ordered by what follows the prefix of their rows.</summary>
    /// <param name="shard">Their shard; null: all shards.</param>
    /// <param name="prefix">The prefix of their keys.</param>
    /// <param name="list">The name of the list in its continuations, which fit no other list.</param>
    /// <param name="page">The page.</param>
    /// <param name="read">The record of a row; null: it does not belong to the list.</param>
    /// <param name="cancellation">Cancels the wait.</param>
    /// <exception cref="RefusalException">The continuation is not one of this list.</exception>
    public Task<Page<T>> ReadAsync<T>(
        int? shard, string prefix, string list, PageRequest page, Func<Row, ValueTask<T?>> read, CancellationToken cancellation)
        where T : class
    {
        IReadOnlyList<int> shards = shard is { } only ? [only] : [.. Enumerable.Range(0, map.Count)];
        return FullPage.ReadAsync(
            list,
            page,
            FullPage.LargestFor(shards.Count),
            time,
            (after, size, patience) => ScanAsync(shards, prefix, after, size, patience, cancellation),
            read,
            (row, item) => JsonSize.Of(row) + ((item as StoredRecord)?.InBlobs ?? 0));
    }

    private async Task<Scan<Row>> ScanAsync(
        IReadOnlyList<int> shards, string prefix, string? after, int size, Patience patience, CancellationToken cancellation)
    {
        var pages = await Task.WhenAll(shards.Select(at => PatientRead.ReadAsync(
            storage.Tables,
            RowQuery.Prefix(ShardMap.Partition(at), prefix) with
            {
                From = after is null ? prefix : prefix + after + "-",
                Limit = size,
                Bytes = FullPage.BytesFor(shards.Count),
            },
            patience,
            cancellation)));

        // What follows a page that is not the last one of its shard is unknown, so the merged rows end there.
        var horizon = pages.Select(found => found.End).OfType<string>().Min(StringComparer.Ordinal);
        var rows = pages.SelectMany(found => found.Rows)
            .Where(row => horizon is null || string.CompareOrdinal(row.Key, horizon) <= 0)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .Select(row => (row.Key[prefix.Length..], row));
        return new Scan<Row>([.. rows], horizon?[prefix.Length..]);
    }
}
