using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>A gate as shown by its rows.</summary>
/// <param name="Holder">The run that has the slot; null: none.</param>
/// <param name="Queue">The runs that wait, by nominal time, with the keys of their places; at most 1,000.</param>
/// <param name="SlotETag">
/// The version of the slot's row, which may be that of a run that has ended; null: there is none. Whatever is decided by this view is
/// written under it, because anyone may hand the slot on.
/// </param>
internal sealed record GateView(string? Holder, IReadOnlyList<(string Key, string Run)> Queue, string? SlotETag)
{
    public const string HolderColumn = "run";

    /// <summary>From the rows of a gate: its slot, if it is taken, then the places in its queue.</summary>
    public static GateView Of(IEnumerable<Row> rows)
    {
        string? holder = null;
        string? etag = null;
        var queue = new List<(string, string)>();
        foreach (var row in rows)
        {
            if (Keys.IsSlot(row.Key))
            {
                holder = row.Columns.Text(HolderColumn) ?? "";
                etag = row.ETag;
            }
            else
            {
                queue.Add((row.Key, Keys.RunOfGatePlace(row.Key)));
            }
        }

        return new GateView(holder, queue, etag);
    }

    /// <summary>Whether a run can pass at once.</summary>
    public bool IsFree => Holder is null && Queue.Count == 0;
}

/// <summary>
/// Reads many gates: one by one if there are few, otherwise as a range of rows if that is cheaper.
/// </summary>
internal static class GateReads
{
    /// <summary>A page of 1,000 rows costs as much as this many reads of one gate.</summary>
    private const int ReadsPerPage = 4;

    /// <param name="tick">The tick.</param>
    /// <param name="gates">Prefixes of gates, each once.</param>
    /// <returns>The gates by prefix.</returns>
    public static async Task<Dictionary<string, GateView>> ReadAsync(ShardTick tick, IEnumerable<string> gates)
    {
        var unread = gates.Order(StringComparer.Ordinal).ToList();
        var views = new Dictionary<string, GateView>(StringComparer.Ordinal);
        var pages = unread.Count / ReadsPerPage;
        var next = 0;
        for (; unread.Count - next > ReadsPerPage && pages > 0; pages--)
        {
            var page = await tick.ReadAsync(new RowQuery(tick.Partition, unread[next], unread[^1] + "~"));

            // If more pages follow, the last gate of this page may be incomplete.
            var last = page.Continuation is null || page.Rows.Count == 0 ? null : Keys.GatePrefixOf(page.Rows[^1].Key);
            var rows = page.Rows.ToLookup(row => Keys.GatePrefixOf(row.Key), StringComparer.Ordinal);
            var from = next;
            for (; next < unread.Count && (last is null || string.CompareOrdinal(unread[next], last) < 0); next++)
            {
                views[unread[next]] = GateView.Of(rows[unread[next]]);
            }

            if (next == from)
            {
                break;
            }
        }

        foreach (var gate in unread.Skip(next))
        {
            var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, gate));
            views[gate] = GateView.Of(page.Rows);
        }

        return views;
    }
}
