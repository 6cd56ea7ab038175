namespace JobScheduler.Storage;

/// <summary>A row as it was read.</summary>
/// <param name="Key">Its key within the partition.</param>
/// <param name="ETag">
/// Changes with every write of the row; compared, never parsed. Visible ASCII without quotes, so that it can be shown as it is.
/// </param>
/// <param name="Columns">Its columns, those that the query selected.</param>
public sealed record Row(string Key, string ETag, Columns Columns);

/// <summary>One page of a read.</summary>
/// <param name="Rows">Rows in ordinal order of their keys; may be empty although more follow (a filter was at work).</param>
/// <param name="Continuation">Opaque; to be given to the same query for the next page. Null: there is no more.</param>
public sealed record RowPage(IReadOnlyList<Row> Rows, string? Continuation);
