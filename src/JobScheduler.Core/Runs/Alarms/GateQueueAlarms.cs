using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>
/// Alarms of runs at a gate: a run arrives and is judged, or has waited for a while and is checked: has its time run out, is its job gone,
/// is the slot free although the gate was not told?
/// </summary>
public sealed class GateQueueAlarms(
    TokenReader tokens, AlarmRounds rounds, JobCache jobs, Dispatch dispatch, RunSignals signals, Cancels cancels)
    : TokenAlarmHandler(TokenKind.Gate)
{
    private const int MostTries = 20;

    public override async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var run in await tokens.ReadAsync(tick, alarms))
        {
            if (run.Step.QueueDeadline(run.Spec) <= tick.Now)
            {
                await rounds.MoveAsync(
                    tick,
                    [run],
                    static (draft, waiting, skip) => RunMoves.EndWaiting(draft, waiting, RunEvent.Expired, RunReasons.QueueTimeout, skip));
            }
            else if (await jobs.GetAsync(run.Spec.Tenant, run.Spec.JobId!, CancellationToken.None) is { Record: null, IsUnreadable: false })
            {
                await rounds.MoveAsync(
                    tick,
                    [run],
                    static (draft, waiting, skip) => RunMoves.EndWaiting(draft, waiting, RunEvent.Canceled, RunReasons.JobDeleted, skip));
            }
            else
            {
                await JudgeAsync(tick, run);
            }
        }
    }

    private async Task JudgeAsync(ShardTick tick, OpenRun run)
    {
        var lost = false;
        for (var tries = 0; await JudgeAsync(tick, run, lost) is { } failed && failed != run.Token.Key; tries++)
        {
            if (tries == MostTries)
            {
                throw new InvalidOperationException($"run {run.Id} cannot be judged at gate {run.Spec.Gate}: {failed}");
            }

            lost |= failed == GateMoves.PlaceOf(run);
        }
    }

    /// <returns>The row that failed, because the gate has changed meanwhile; null: the run is judged.</returns>
    private async Task<string?> JudgeAsync(ShardTick tick, OpenRun run, bool lost)
    {
        var view = await GateMoves.ReadAsync(tick, run.Spec);

        // The queue may be longer than what is read of it; a place that was deleted by hand is not expected again.
        var isQueued = view.Queue.Any(waiting => waiting.Run == run.Id) || (!run.Step.Arrives && !lost);
        GateDecision decision = view.Holder == run.Id ? new GateDecision.Enters(view.SlotETag)
            : run.Step.Arrives && !isQueued
            ? await GateMoves.JudgeAsync(tick, view, run.Spec.Overlap ?? OverlapRule.QueueAll)
            : view.Holder is null && (view.Queue.Count == 0 || view.Queue[0].Run == run.Id) ? new GateDecision.Enters(view.SlotETag)
            : new GateDecision.Waits([], run.Spec.Overlap == OverlapRule.CancelPrevious ? view.Holder : null, view.SlotETag);
        var place = decision is GateDecision.Enters
            ? await dispatch.ChooseAsync(run.Spec, CancellationToken.None)
            : Place.Gate;
        var outcome = await tick.CommitAsync(draft => Compose(draft, run, decision, isQueued, place));
        if (outcome.Succeeded)
        {
            signals.Moved(run.Id);
            if (decision is GateDecision.Waits waits)
            {
                tick.Watched.Add(Keys.GatePrefix(run.Spec.Tenant, run.Spec.JobId!, run.Spec.Gate!));
                await cancels.TryCancelAsync(new Caller(run.Spec.Tenant, run.Spec.CreatedBy), waits.Cancels);
            }
        }

        return outcome.FailedKey;
    }

    private static void Compose(CommitDraft draft, OpenRun run, GateDecision decision, bool isQueued, Place place)
    {
        switch (decision)
        {
            case GateDecision.Enters enters:
                GateMoves.Enter(draft, run, enters.SlotETag);
                RunMoves.Move(draft, run, run.Step with { Arrives = false }, place, RunMoves.SkipNothing);
                if (isQueued)
                {
                    draft.Delete(GateMoves.PlaceOf(run));
                }

                break;
            case GateDecision.Skips:
                RunMoves.EndWaiting(draft, run, RunEvent.Skipped, RunReasons.Overlap, RunMoves.SkipNothing);
                break;
            case GateDecision.Waits waits:
                RunMoves.Move(draft, run, run.Step with { Arrives = false }, Place.Gate, RunMoves.SkipNothing);
                if (!isQueued)
                {
                    GateMoves.Join(draft, run, waits.SlotETag);
                }

                foreach (var (dropped, at) in waits.Drops)
                {
                    GateMoves.Drop(draft, dropped, at);
                }

                break;
        }
    }
}
