namespace JobScheduler.Storage.Tests;

/// <summary>What a partition ought to hold, kept in the simplest way.</summary>
internal sealed class TableModel
{
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _before = [];

    public static string Print(IEnumerable<Row> rows) =>
        string.Join('\n', rows.Select(row => $"{row.Key} {row.ETag} {Print(row.Columns)}"));

    public string Print() => Print(_rows.Values);

    public RowOperation Operation(Step step)
    {
        var etag = step.Age switch
        {
            _ when step.Action is RowAction.Insert or RowAction.Upsert => null,
            1 => _rows.GetValueOrDefault(step.Key)?.ETag,
            2 => _before.GetValueOrDefault(step.Key),
            _ => null,
        };
        return new(step.Action, step.Key, step.Action == RowAction.Delete ? Columns.None : step.Columns, etag);
    }

    /// <summary>The operation that fails first, and why; null when all can be done.</summary>
    public (int Index, CommitFailure Failure)? Expect(IReadOnlyList<RowOperation> operations)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            var operation = operations[i];
            if (operation.Action == RowAction.Upsert)
            {
                continue;
            }

            var there = _rows.TryGetValue(operation.Key, out var row);
            if (operation.Action == RowAction.Insert)
            {
                if (there)
                {
                    return (i, CommitFailure.Exists);
                }
            }
            else if (!there)
            {
                return (i, CommitFailure.Missing);
            }
            else if (operation.ETag is not null && operation.ETag != row!.ETag)
            {
                return (i, CommitFailure.Changed);
            }
        }

        return null;
    }

    public void Apply(IReadOnlyList<RowOperation> operations, IReadOnlyList<string?> etags)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            var (action, key, columns, _) = operations[i];
            if (_rows.TryGetValue(key, out var row))
            {
                _before[key] = row.ETag;
            }

            if (action == RowAction.Delete)
            {
                _rows.Remove(key);
            }
            else
            {
                var keeps = action is RowAction.Merge or RowAction.Upsert && row is not null;
                _rows[key] = new(key, etags[i]!, keeps ? row!.Columns.Merge(columns) : columns);
            }
        }
    }

    private static string Print(Columns columns) => string.Join(
        ' ', columns.OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(cell => $"{cell.Key}:{cell.Value.Kind}:{cell.Value}"));
}
