namespace JobScheduler.Storage.Azure;

/// <summary>
/// Ends a page at the bytes that were asked for. The service knows no such bound, so its page is cut here, and goes on at the key of the
/// first row that was left out.
/// </summary>
internal static class PageCut
{
    // No token of the service begins so: those are base64 behind a number.
    private const string Mark = "~from ";

    /// <summary>The query of the next page: a continuation of ours is where its range begins.</summary>
    public static RowQuery Resume(RowQuery query) => query.Continuation?.StartsWith(Mark, StringComparison.Ordinal) == true
        ? query with { From = query.Continuation[Mark.Length..], Continuation = null }
        : query;

    /// <param name="rows">The service's page.</param>
    /// <param name="bytes">Where it ends, after one row at least; null: with its last row.</param>
    /// <param name="next">The service's continuation.</param>
    public static RowPage Of(IEnumerable<Row> rows, int? bytes, string? next)
    {
        var found = new List<Row>();
        var size = 0;
        foreach (var row in rows)
        {
            if (size >= bytes)
            {
                return new RowPage(found, Mark + row.Key);
            }

            found.Add(row);
            size += bytes is null ? 0 : row.Columns.Size;
        }

        return new RowPage(found, next);
    }
}
