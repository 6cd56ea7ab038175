using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>A gate as its rows show it.</summary>
/// <param name="Holder">The run that has the slot; null: nobody has.</param>
/// <param name="Line">Who waits, in order of nominal times, with the keys of their places; at most 1,000.</param>
internal sealed record GateView(string? Holder, IReadOnlyList<(string Key, string Run)> Line)
{
    public const string HolderColumn = "run";

    /// <summary>From the rows of a gate: its slot, if it is taken, then the places in line.</summary>
    public static GateView Of(IEnumerable<Row> rows)
    {
        string? holder = null;
        var line = new List<(string, string)>();
        foreach (var row in rows)
        {
            if (row.Key.EndsWith(Keys.SlotName, StringComparison.Ordinal))
            {
                holder = row.Columns.Text(HolderColumn) ?? "";
            }
            else
            {
                line.Add((row.Key, row.Key[(row.Key.LastIndexOf('~') + 1)..]));
            }
        }

        return new GateView(holder, line);
    }

    /// <summary>Nobody is in the way.</summary>
    public bool IsFree => Holder is null && Line.Count == 0;
}

/// <summary>What happens to a run that comes to a gate.</summary>
internal abstract record GateDecision
{
    private GateDecision()
    {
    }

    /// <summary>It goes through, and has the slot.</summary>
    /// <param name="Replaces">Whether the slot's row is there, of a run that has ended.</param>
    public sealed record Enters(bool Replaces) : GateDecision;

    /// <summary>It is not run.</summary>
    public sealed record Skips : GateDecision;

    /// <summary>It waits in line.</summary>
    /// <param name="Drops">Runs that give way, with the keys of their places.</param>
    /// <param name="Cancels">The run that is asked to stop; null: none.</param>
    public sealed record Waits(IReadOnlyList<(HeldRun Run, string Place)> Drops, string? Cancels) : GateDecision;
}
