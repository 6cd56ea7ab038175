using System.Globalization;
using JobScheduler.Storage;

namespace JobScheduler.TestKit;

/// <summary>The rows of one partition; its caller holds the lock.</summary>
internal sealed class MemoryPartition
{
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);

    public IEnumerable<Row> All => _keys.Select(key => _rows[key]);

    public Row? Find(string key) => _rows.GetValueOrDefault(key);

    /// <summary>The rows from a key, inclusive, to another, exclusive.</summary>
    public IEnumerable<Row> Range(string from, string to) => string.CompareOrdinal(from, to) >= 0
        ? []
        : _keys.GetViewBetween(from, to).Where(key => !string.Equals(key, to, StringComparison.Ordinal)).Select(key => _rows[key]);

    public CommitResult Commit(IReadOnlyList<RowOperation> operations, ref long lastETag)
    {
        var written = new Columns?[operations.Count];
        for (var i = 0; i < operations.Count; i++)
        {
            if (Obstacle(operations[i]) is { } obstacle)
            {
                return CommitResult.Failed(i, obstacle);
            }

            written[i] = Written(operations[i]);
        }

        var etags = new string?[operations.Count];
        for (var i = 0; i < operations.Count; i++)
        {
            var key = operations[i].Key;
            if (written[i] is not { } columns)
            {
                _rows.Remove(key);
                _keys.Remove(key);
                continue;
            }

            etags[i] = (++lastETag).ToString(CultureInfo.InvariantCulture);
            _rows[key] = new Row(key, etags[i]!, columns);
            _keys.Add(key);
        }

        return CommitResult.Success(etags);
    }

    private CommitFailure? Obstacle(RowOperation operation)
    {
        var row = Find(operation.Key);
        if (operation.Action == RowAction.Upsert)
        {
            return null;
        }

        if (operation.Action == RowAction.Insert)
        {
            return row is null ? null : CommitFailure.Exists;
        }

        return row is null ? CommitFailure.Missing
            : operation.ETag is { } etag && !string.Equals(etag, row.ETag, StringComparison.Ordinal) ? CommitFailure.Changed
            : null;
    }

    private Columns? Written(RowOperation operation)
    {
        switch (operation.Action)
        {
            case RowAction.Delete:
                return null;
            case RowAction.Upsert when !_rows.ContainsKey(operation.Key):
                return operation.Columns.Merge(Columns.None);
            case RowAction.Merge or RowAction.Upsert:
                var merged = _rows[operation.Key].Columns.Merge(operation.Columns);
                StorageLimits.CheckRow(RowOperation.Replace(operation.Key, merged));
                return merged;
            default:
                return operation.Columns.Merge(Columns.None);
        }
    }
}
