using JobScheduler.Storage;

namespace JobScheduler.TestKit;

internal sealed class MemoryTables(Lock gate) : ITableStore
{
    // As in Azure, a page ends after this many rows were looked at, whether the filters let them through or not.
    private const int RowsPerScan = 1000;

    private readonly SortedDictionary<string, MemoryPartition> _partitions = new(StringComparer.Ordinal);
    private long _lastETag;

    public IReadOnlyList<string> Partitions
    {
        get
        {
            lock (gate)
            {
                return [.. _partitions.Keys];
            }
        }
    }

    public IReadOnlyList<Row> Rows(string partition)
    {
        lock (gate)
        {
            return [.. Partition(partition).All];
        }
    }

    public ValueTask<Row?> GetAsync(string partition, string key, CancellationToken cancellation)
    {
        StorageLimits.CheckKey(partition);
        StorageLimits.CheckKey(key);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Partition(partition).Find(key) is { } row ? Copy(row) : null);
        }
    }

    public ValueTask<RowPage> ReadAsync(RowQuery query, CancellationToken cancellation)
    {
        StorageLimits.CheckQuery(query);
        cancellation.ThrowIfCancellationRequested();
        var from = query.Continuation is { } next && string.CompareOrdinal(next, query.From) > 0 ? next : query.From;
        lock (gate)
        {
            var found = new List<Row>();
            var scanned = 0;
            var bytes = 0;
            foreach (var row in Partition(query.Partition).Range(from, query.To))
            {
                if (found.Count == query.Limit || scanned == RowsPerScan || bytes >= query.Bytes)
                {
                    return new(new RowPage(found, row.Key));
                }

                scanned++;
                if (query.Filters.All(filter => filter.Matches(row.Columns)))
                {
                    found.Add(query.Select is { } names ? row with { Columns = row.Columns.Select(names) } : Copy(row));
                    bytes += found[^1].Columns.Size;
                }
            }

            return new(new RowPage(found, null));
        }
    }

    public ValueTask<CommitResult> CommitAsync(
        string partition, IReadOnlyList<RowOperation> operations, CancellationToken cancellation)
    {
        StorageLimits.CheckCommit(partition, operations);
        cancellation.ThrowIfCancellationRequested();
        lock (gate)
        {
            return new(Partition(partition).Commit(operations, ref _lastETag));
        }
    }

    // Columns can be added to: neither the writer's nor a reader's may be those that are stored.
    private static Row Copy(Row row) => row with { Columns = row.Columns.Merge(Columns.None) };

    private MemoryPartition Partition(string partition)
    {
        if (!_partitions.TryGetValue(partition, out var found))
        {
            _partitions.Add(partition, found = new());
        }

        return found;
    }
}
