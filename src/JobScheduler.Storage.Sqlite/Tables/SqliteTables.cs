using System.Globalization;

namespace JobScheduler.Storage.Sqlite;

internal sealed class SqliteTables(SqliteStorage storage) : ITableStore
{
    // As in Azure, a page ends after this many rows were scanned, whether they match the filters or not, so that a reader stays open
    // only briefly.
    private const int RowsPerScan = 1000;

    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation)
    {
        StorageLimits.CheckKey(partition);
        StorageLimits.CheckKey(key);
        cancellation.ThrowIfCancellationRequested();
        return new(storage.Readers.Read((partition, key), static (reader, asked) => Get(reader.Row, asked.partition, asked.key)));
    }

    public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation)
    {
        StorageLimits.CheckQuery(query);
        cancellation.ThrowIfCancellationRequested();
        return new(storage.Readers.Read(query, static (reader, asked) => Read(reader.Range, asked)));
    }

    public ValueTask<CommitResult> CommitAsync(
        string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
    {
        StorageLimits.CheckCommit(partition, operations);
        return storage.Writer.WriteAsync(new RowCommit(partition, operations, cancellation));
    }

    private static Row? Get(Statement find, string partition, string key)
    {
        find.Bind(1, partition).Bind(2, key);
        using (find.Begin())
        {
            return find.Step() ? new Row(key, ETag(find.Number(0)), ColumnCodec.Decode(find.Bytes(1))) : null;
        }
    }

    private static RowPage Read(Statement range, RowQuery query)
    {
        // The continuation is the key of the next row.
        var from = query.Continuation is { } next && string.CompareOrdinal(next, query.From) > 0 ? next : query.From;
        range.Bind(1, query.Partition).Bind(2, from).Bind(3, query.To);
        var found = new List<Row>();
        var bytes = 0;
        using (range.Begin())
        {
            for (var scanned = 0; range.Step(); scanned++)
            {
                if (found.Count == query.Limit || scanned == RowsPerScan || bytes >= query.Bytes)
                {
                    return new(found, range.Text(0));
                }

                var columns = ColumnCodec.Decode(range.Bytes(2));
                if (Matches(query.Filters, columns))
                {
                    columns = query.Select is { } names ? columns.Select(names) : columns;
                    bytes += query.Bytes is null ? 0 : columns.Size;
                    found.Add(new(range.Text(0), ETag(range.Number(1)), columns));
                }
            }
        }

        return new(found, null);
    }

    private static bool Matches(IReadOnlyList<ColumnFilter> filters, Columns columns)
    {
        for (var i = 0; i < filters.Count; i++)
        {
            if (!filters[i].Matches(columns))
            {
                return false;
            }
        }

        return true;
    }

    private static string ETag(long etag) => etag.ToString(CultureInfo.InvariantCulture);
}
