namespace JobScheduler.Storage;

/// <summary>A range of row keys of one partition, in ordinal order.</summary>
/// <param name="Partition">The partition.</param>
/// <param name="From">The first key, inclusive.</param>
/// <param name="To">The end, exclusive.</param>
public sealed record RowQuery(string Partition, string From, string To)
{
    /// <summary>Rows of one page, 1 to 1,000. With a filter, a page may hold fewer even if more follow.</summary>
    public int Limit { get; init; } = StorageLimits.RowsPerPage;

    /// <summary>
    /// The page ends when its rows have this many bytes, as <see cref="ColumnValue.Size"/> counts them; it has one row at least. Null: only
    /// <see cref="Limit"/> ends it.
    /// </summary>
    public int? Bytes { get; init; }

    /// <summary>All must hold. A row without the column, or with another kind of value in it, does not match.</summary>
    public IReadOnlyList<ColumnFilter> Filters { get; init; } = [];

    /// <summary>The columns to return; null for all.</summary>
    public IReadOnlyList<string>? Select { get; init; }

    /// <summary>From the previous page of the same range, whatever its limit, filters and columns were.</summary>
    public string? Continuation { get; init; }

    /// <summary>
    /// All keys that begin with <paramref name="prefix"/>, which ends in the separator <c>~</c>. No part of a key is empty or
    /// begins with the separator, which is the highest character of the alphabet, so appending another one gives the end of the range.
    /// </summary>
    public static RowQuery Prefix(string partition, string prefix) => new(partition, prefix, prefix + "~");
}

/// <summary>How a column is compared.</summary>
public enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>One condition on a column; text compares ordinally.</summary>
public readonly record struct ColumnFilter(string Column, Comparison Comparison, ColumnValue Value)
{
    /// <summary>Whether the row's columns satisfy the condition.</summary>
    public bool Matches(Columns columns)
    {
        if (!columns.TryGet(Column, out var found) || found.Kind != Value.Kind)
        {
            return false;
        }

        var order = found.CompareTo(Value);
        return Comparison switch
        {
            Comparison.Equal => order == 0,
            Comparison.NotEqual => order != 0,
            Comparison.Less => order < 0,
            Comparison.LessOrEqual => order <= 0,
            Comparison.Greater => order > 0,
            Comparison.GreaterOrEqual => order >= 0,
            _ => throw new ArgumentOutOfRangeException(nameof(columns), Comparison, "unknown comparison"),
        };
    }
}

/// <summary>A row as read.</summary>
/// <param name="Key">Its key within the partition.</param>
/// <param name="ETag">
/// Changes with every write of the row; compared, never parsed. Visible ASCII without quotes, so it can be shown as is.
/// </param>
/// <param name="Columns">The columns that the query selected.</param>
public sealed record Row(string Key, string ETag, Columns Columns);

/// <summary>One page of a read.</summary>
/// <param name="Rows">
/// Rows in ordinal order of their keys; may be fewer than wanted even if more follow (because of a filter, or of their bytes).
/// </param>
/// <param name="Continuation">Opaque; given to a query of the same range for the next page. Null: there are no more rows.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, string? Continuation);
