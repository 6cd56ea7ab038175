using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Gates;

/// <summary>A gate as its rows show it.</summary>
/// <param name="Holder">The run that has the slot; null: nobody has.</param>
/// <param name="Queue">Who waits, in order of nominal times, with the keys of their places; at most 1,000.</param>
internal sealed record GateView(string? Holder, IReadOnlyList<(string Key, string Run)> Queue)
{
    public const string HolderColumn = "run";

    /// <summary>From the rows of a gate: its slot, if it is taken, then the places in line.</summary>
    public static GateView Of(IEnumerable<Row> rows)
    {
        string? holder = null;
        var line = new List<(string, string)>();
        foreach (var row in rows)
        {
            if (Keys.IsSlot(row.Key))
            {
                holder = row.Columns.Text(HolderColumn) ?? "";
            }
            else
            {
                line.Add((row.Key, Keys.RunOfGatePlace(row.Key)));
            }
        }

        return new GateView(holder, line);
    }

    /// <summary>Nobody is in the way.</summary>
    public bool IsFree => Holder is null && Queue.Count == 0;
}
