using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>
/// A gate of a limit as shown by its rows, in the order in which they are read: its own, its slots, the head of its line.
/// </summary>
/// <param name="Row">Its own row; null: there is none yet.</param>
/// <param name="Slots">The taken slots.</param>
/// <param name="Line">The first runs in the line.</param>
/// <param name="HasMore">Whether the line goes on.</param>
internal sealed record LineView(Row? Row, IReadOnlyList<TakenSlot> Slots, IReadOnlyList<Row> Line, bool HasMore)
{
    private const int SlotsOfFirstPage = 16;

    /// <summary>Whether nobody holds or waits for a slot.</summary>
    public bool IsIdle => Slots.Count == 0 && Line.Count == 0;

    /// <summary>From the rows of a gate, in order.</summary>
    public static LineView Of(string gate, IReadOnlyList<Row> rows, bool hasMore)
    {
        Row? own = null;
        var slots = new List<TakenSlot>();
        var line = new List<Row>();
        foreach (var row in rows)
        {
            if (Token.Read(row.Key).Kind == TokenKind.Line)
            {
                line.Add(row);
            }
            else if (Keys.RunOfLimitSlot(gate, row.Key) is { } run)
            {
                slots.Add(TakenSlot.Read(run, row));
            }
            else if (row.Key == Keys.GateRow(gate))
            {
                own = row;
            }
        }

        return new LineView(own, slots, line, hasMore);
    }

    /// <summary>Reads as much of a gate as a grant needs: all slots, and the head of the line.</summary>
    /// <param name="read">Reads a page.</param>
    /// <param name="partition">The partition of its shard.</param>
    /// <param name="gate">The prefix of its keys.</param>
    /// <param name="line">How much of the line is needed.</param>
    public static async Task<LineView> ReadAsync(Func<RowQuery, ValueTask<RowPage>> read, string partition, string gate, int line)
    {
        var rows = new List<Row>();
        var query = RowQuery.Prefix(partition, gate) with { Limit = 1 + SlotsOfFirstPage + line };
        while (true)
        {
            // Its own row is read first: whatever is granted after that makes a grant by this view fail.
            var page = await read(query);
            rows.AddRange(page.Rows);
            var view = Of(gate, rows, page.Continuation is not null);
            if (page.Continuation is null || view.Line.Count >= line)
            {
                return view;
            }

            query = query with { Continuation = page.Continuation };
        }
    }
}

/// <summary>A slot that a run has taken.</summary>
/// <param name="Run">The run.</param>
/// <param name="Since">When.</param>
/// <param name="IsGivenUp">Whether the run is being canceled in favor of another one.</param>
internal sealed record TakenSlot(string Run, DateTimeOffset Since, bool IsGivenUp)
{
    private const string SinceColumn = "since";
    private const string GivenUpColumn = "givenUp";

    public static Columns Write(DateTimeOffset since) => new() { { SinceColumn, (ColumnValue)since } };

    public static Columns WriteGivenUp() => new() { { GivenUpColumn, (ColumnValue)true } };

    public static TakenSlot Read(string run, Row row) =>
        new(run, row.Columns.Time(SinceColumn) ?? DateTimeOffset.MinValue, row.Columns.Flag(GivenUpColumn));
}
