using JobScheduler.Shards;

namespace JobScheduler.Gates;

/// <summary>One grant of places at the gate of a group, on its way into a commit.</summary>
/// <param name="gate">The prefix of the gate's keys.</param>
/// <param name="view">What its rows show.</param>
/// <param name="mark">Unique; proves that the commit took effect.</param>
/// <param name="now">The time.</param>
internal sealed class PermitStep(string gate, PermitView view, string mark, DateTimeOffset now)
{
    /// <summary>Two rows each.</summary>
    public const int MostGrants = 45;

    private readonly HashSet<string> _granted = [.. LineDecision.Of(
        view.Row is null ? GateRow.Open : GateRow.Read(view.Row.Columns),
        [.. view.Permits.Select(permit => new TakenSlot(permit.Ticket.Permit, permit.Since, IsGivenUp: false))],
        [.. view.Waiters.Select(ticket => new InLine(ticket.Permit, now, null, OnLimit.Queue, 1))],
        now,
        MostGrants).Granted.Select(granted => granted.Run)];

    /// <summary>Whether no place is free, or nobody waits.</summary>
    public bool IsNothing => _granted.Count == 0;

    /// <summary>The tickets that get a place.</summary>
    public IEnumerable<Ticket> Granted => view.Waiters.Where(ticket => _granted.Contains(ticket.Permit));

    /// <summary>The gate's row was written by this step.</summary>
    public Proof Proof => Proof.HasText(Keys.GateRow(gate), GateRow.MarkColumn, mark);

    /// <summary>Everything under the ETag of the gate's row.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="skip">Permits that exist already: their waiters are duplicates.</param>
    public void Compose(CommitDraft draft, IReadOnlySet<string> skip)
    {
        var row = GateRow.WriteGrant(mark, DateTimeOffset.MinValue);
        if (view.Row is null)
        {
            draft.Insert(Keys.GateRow(gate), row);
        }
        else
        {
            draft.Merge(view.Row.Key, row, view.Row.ETag);
        }

        foreach (var ticket in Granted)
        {
            draft.Delete(ticket.Waiter);
            if (!skip.Contains(ticket.Permit))
            {
                draft.Insert(ticket.Permit, PermitView.WritePermit(ticket, draft.Now));
            }
        }
    }
}
