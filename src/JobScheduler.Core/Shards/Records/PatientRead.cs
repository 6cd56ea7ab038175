using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>
/// Reads rows of a list. A driver's page may be empty although more follow, above all with a filter; it has no last row to name, and the
/// driver's own continuation must not be handed out.
/// </summary>
internal static class PatientRead
{
    /// <summary>The first rows that match; none if the range has ended, or if patience was over before one was found.</summary>
    public static async Task<PatientRows> ReadAsync(
        ITableStore tables, RowQuery query, Patience patience, CancellationToken cancellation)
    {
        var page = await tables.ReadAsync(query, cancellation);
        while (page is { Continuation: not null, Rows.Count: 0 })
        {
            var rest = query with { Continuation = page.Continuation };
            if (!patience.IsOver)
            {
                page = await tables.ReadAsync(rest, cancellation);
                continue;
            }

            // Without a filter, the next row is found at once: it gives the position. Nobody has judged it yet.
            page = await tables.ReadAsync(rest with { Filters = [], Select = null, Limit = 1 }, cancellation);
            if (page.Rows is [var next])
            {
                var matches = query.Filters.All(filter => filter.Matches(next.Columns));
                return new PatientRows(matches ? [next] : [], page.Continuation is null ? null : next.Key);
            }
        }

        return new PatientRows(page.Rows, page.Continuation is null ? null : page.Rows[^1].Key);
    }
}

/// <param name="Rows">In order.</param>
/// <param name="End">The key up to which all rows were read; null: to the end of the range.</param>
internal sealed record PatientRows(IReadOnlyList<Row> Rows, string? End);
