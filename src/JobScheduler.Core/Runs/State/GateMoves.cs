using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Gates let one run through at a time. A gate is a row for its slot and one for each place in its queue. Only the clock passes a slot on
/// or queues a run; anyone may take a free slot by inserting its row.
/// </summary>
internal static class GateMoves
{
    /// <summary>
    /// The most runs dropped for a new one, so that they fit into its commit; more can wait only after the rule was changed.
    /// </summary>
    private const int MostDropped = 10;

    public static Columns WriteSlot(string run) => new() { { GateView.HolderColumn, run } };

    /// <summary>The current gate; a holder that has ended counts as none.</summary>
    /// <returns>The view, and whether the slot has a row.</returns>
    public static async Task<(GateView View, bool HasRow)> ReadAsync(ShardTick tick, string tenant, string job, string gate)
    {
        var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.GatePrefix(tenant, job, gate)));
        var view = GateView.Of(page.Rows);
        return (
            view.Holder is not null && await FindAsync(tick, view.Holder) is null ? view with { Holder = null } : view,
            view.Holder is not null);
    }

    /// <summary>Applies the rule to a run that arrives at the gate.</summary>
    public static async Task<GateDecision> JudgeAsync(ShardTick tick, GateView view, bool hasRow, OverlapRule rule)
    {
        if (view.IsFree)
        {
            return new GateDecision.Enters(hasRow);
        }

        if (rule is not (OverlapRule.QueueOne or OverlapRule.QueueAll or OverlapRule.CancelPrevious))
        {
            return new GateDecision.Skips();
        }

        var drops = new List<(OpenRun, string)>();
        if (rule != OverlapRule.QueueAll)
        {
            foreach (var (place, id) in view.Queue.Take(MostDropped))
            {
                if (await FindAsync(tick, id) is { } waiting && waiting.Token.Kind == TokenKind.Gate)
                {
                    drops.Add((waiting, place));
                }
            }
        }

        return new GateDecision.Waits(drops, rule == OverlapRule.CancelPrevious ? view.Holder : null);
    }

    /// <summary>The run if it is open; null if it has ended or does not exist.</summary>
    public static async Task<OpenRun?> FindAsync(ShardTick tick, string id) =>
        await tick.GetAsync(Keys.Run(id)) is { } row && RunColumns.TryRead(row) is { } run && !run.State.IsTerminal()
            ? OpenRun.Of(run, row)
            : null;

    /// <summary>Gives the slot to the run.</summary>
    public static void Enter(CommitDraft draft, OpenRun run, bool replaces)
    {
        var slot = Keys.Slot(run.Spec.Tenant, run.Spec.JobId!, run.Spec.Gate!);
        if (replaces)
        {
            draft.Replace(slot, WriteSlot(run.Id));
        }
        else
        {
            draft.Insert(slot, WriteSlot(run.Id));
        }
    }

    /// <summary>The key of a run's place in the queue of its gate.</summary>
    public static string PlaceOf(OpenRun run) =>
        Keys.GatePlace(run.Spec.Tenant, run.Spec.JobId!, run.Spec.Gate!, run.Spec.NominalAt, run.Id);

    /// <summary>Drops a run in favor of a newer one.</summary>
    public static void Drop(CommitDraft draft, OpenRun run, string place)
    {
        draft.Delete(place);
        RunMoves.EndWaiting(draft, run, RunEvent.Skipped, RunReasons.Overlap, RunMoves.SkipNothing);
    }
}

/// <summary>What happens to a run that arrives at a gate.</summary>
internal abstract record GateDecision
{
    private GateDecision()
    {
    }

    /// <summary>It passes, and has the slot.</summary>
    /// <param name="Replaces">Whether the slot still has the row of a run that has ended.</param>
    public sealed record Enters(bool Replaces) : GateDecision;

    /// <summary>It is skipped.</summary>
    public sealed record Skips : GateDecision;

    /// <summary>It joins the queue.</summary>
    /// <param name="Drops">Runs that are dropped, with the keys of their places.</param>
    /// <param name="Cancels">The run to cancel; null: none.</param>
    public sealed record Waits(IReadOnlyList<(OpenRun Run, string Place)> Drops, string? Cancels) : GateDecision;
}
