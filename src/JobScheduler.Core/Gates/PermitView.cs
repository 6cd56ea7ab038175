using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>A gate of a group as shown by its rows, in the order in which they are read.</summary>
/// <param name="Row">Its own row; null: there is none.</param>
/// <param name="Permits">The tickets that were granted a place, and since when.</param>
/// <param name="Waiters">The first ones that wait, in order.</param>
/// <param name="HasMore">Whether more wait.</param>
internal sealed record PermitView(
    Row? Row, IReadOnlyList<(Ticket Ticket, DateTimeOffset Since)> Permits, IReadOnlyList<Ticket> Waiters, bool HasMore)
{
    private const string SinceColumn = "since";

    /// <summary>A permit: the ticket, and when it was granted.</summary>
    public static Columns WritePermit(Ticket ticket, DateTimeOffset since) =>
        ticket.Write().Merge(new Columns { { SinceColumn, (ColumnValue)since } });

    /// <summary>Reads all permits, and the head of the line.</summary>
    public static async Task<PermitView> ReadAsync(Func<RowQuery, ValueTask<RowPage>> read, string partition, string gate, int waiters)
    {
        Row? own = null;
        var permits = new List<(Ticket, DateTimeOffset)>();
        var waiting = new List<Ticket>();
        var first = Keys.WaiterPrefix(gate);
        var query = RowQuery.Prefix(partition, gate) with { Limit = Math.Max(100, waiters) };
        while (true)
        {
            // Its own row is read first: whatever is granted after that makes a grant by this view fail.
            var page = await read(query);
            foreach (var row in page.Rows)
            {
                if (row.Key == Keys.GateRow(gate))
                {
                    own = row;
                }
                else if (Ticket.TryRead(row) is { } ticket)
                {
                    if (row.Key.StartsWith(first, StringComparison.Ordinal))
                    {
                        waiting.Add(ticket);
                    }
                    else
                    {
                        permits.Add((ticket, row.Columns.Time(SinceColumn) ?? DateTimeOffset.MinValue));
                    }
                }
            }

            if (page.Continuation is null || waiting.Count >= waiters)
            {
                return new PermitView(own, permits, waiting, page.Continuation is not null);
            }

            query = query with { Continuation = page.Continuation };
        }
    }
}
