using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Gates let one run through at a time. A gate is a row for its slot and one for each place in its queue. Only the clock queues a run;
/// anyone may take a free slot by inserting its row, or hand on that of a run that has ended. What is decided about a gate is written under
/// the ETag of its slot.
/// </summary>
internal static class GateMoves
{
    /// <summary>
    /// The most runs dropped for a new one, so that they fit into its commit; more can wait only after the rule was changed.
    /// </summary>
    private const int MostDropped = 10;

    public static Columns WriteSlot(string run) => new() { { GateView.HolderColumn, run } };

    /// <summary>The current gate; a holder that has ended counts as none.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="partition">The partition of its shard.</param>
    /// <param name="gate">The prefix of its keys.</param>
    public static async Task<GateView> ReadAsync(ITableStore tables, string partition, string gate)
    {
        var page = await tables.ReadAsync(RowQuery.Prefix(partition, gate), CancellationToken.None);
        var view = GateView.Of(page.Rows);
        return view.Holder is not null && await FindAsync(tables, partition, view.Holder) is null ? view with { Holder = null } : view;
    }

    /// <summary>The current gate of a run.</summary>
    public static Task<GateView> ReadAsync(ShardTick tick, RunSpec spec) =>
        ReadAsync(tick.Tables, tick.Partition, Keys.GatePrefix(spec.Tenant, spec.JobId!, spec.Gate!));

    /// <summary>Applies the rule to a run that arrives at the gate.</summary>
    public static async Task<GateDecision> JudgeAsync(ShardTick tick, GateView view, OverlapRule rule)
    {
        if (view.IsFree)
        {
            return new GateDecision.Enters(view.SlotETag);
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

        return new GateDecision.Waits(drops, rule == OverlapRule.CancelPrevious ? view.Holder : null, view.SlotETag);
    }

    /// <summary>The run if it is open; null if it has ended or does not exist.</summary>
    public static Task<OpenRun?> FindAsync(ShardTick tick, string id) => FindAsync(tick.Tables, tick.Partition, id);

    /// <inheritdoc cref="FindAsync(ShardTick, string)" />
    public static async Task<OpenRun?> FindAsync(ITableStore tables, string partition, string id) =>
        await tables.GetAsync(partition, Keys.Run(id), CancellationToken.None) is { } row
        && RunColumns.TryRead(row) is { } run
        && !run.State.IsTerminal()
            ? OpenRun.Of(run, row)
            : null;

    /// <summary>
    /// The first run in the queue that is still waiting, its place, and the places of those before it that are not.
    /// </summary>
    public static async Task<(OpenRun? Run, string Place, List<string> Gone)> FirstAsync(
        ITableStore tables, string partition, GateView view)
    {
        var gone = new List<string>();
        foreach (var (place, id) in view.Queue)
        {
            if (await FindAsync(tables, partition, id) is { } run && run.Token.Kind == TokenKind.Gate)
            {
                return (run, place, gone);
            }

            gone.Add(place);
        }

        return (null, "", gone);
    }

    /// <summary>Gives the slot to the run.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="run">The run.</param>
    /// <param name="etag">Of the slot's row, which names a run that has ended, or this one; null: there is none.</param>
    public static void Enter(CommitDraft draft, OpenRun run, string? etag)
    {
        var slot = Keys.Slot(run.Spec.Tenant, run.Spec.JobId!, run.Spec.Gate!);
        if (etag is not null)
        {
            draft.Replace(slot, WriteSlot(run.Id), etag);
        }
        else
        {
            draft.Insert(slot, WriteSlot(run.Id));
        }
    }

    /// <summary>A run joins the queue while the slot is taken: if it is handed on or freed meanwhile, the run is judged again.</summary>
    public static void Join(CommitDraft draft, OpenRun run, string? etag)
    {
        draft.Insert(PlaceOf(run), []);
        if (etag is not null)
        {
            draft.Merge(Keys.Slot(run.Spec.Tenant, run.Spec.JobId!, run.Spec.Gate!), [], etag);
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
    /// <param name="SlotETag">Of the row that the slot still has, of a run that has ended; null: it has none.</param>
    public sealed record Enters(string? SlotETag) : GateDecision;

    /// <summary>It is skipped.</summary>
    public sealed record Skips : GateDecision;

    /// <summary>It joins the queue.</summary>
    /// <param name="Drops">Runs that are dropped, with the keys of their places.</param>
    /// <param name="Cancels">The run to cancel; null: none.</param>
    /// <param name="SlotETag">Of the row of the slot; null: it has none.</param>
    public sealed record Waits(IReadOnlyList<(OpenRun Run, string Place)> Drops, string? Cancels, string? SlotETag) : GateDecision;
}
