using JobScheduler.Gates;
using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Tells what an open run waits for, according to its token.</summary>
public sealed class WaitingReasons(IStorage storage, JobCache jobs, TimeProvider time)
{
    /// <summary>Positions are counted up to here.</summary>
    private const int FarthestPosition = 1000;

    internal async Task<WhyWaiting> OfAsync(RunRecord run, string partition, CancellationToken cancellation)
    {
        var blockers = new List<Blocker>();
        int? position = null;
        var paused = run.State is RunState.Scheduled or RunState.Queued or RunState.Retrying ? await PauseOfAsync(run, cancellation) : null;
        switch (run.State)
        {
            case RunState.Scheduled:
                blockers.Add(new Blocker(BlockerKind.NotDue, "its due time has not come", run.Spec.DueAt, []));
                break;
            case RunState.Retrying:
                blockers.Add(new Blocker(
                    BlockerKind.RetryDelay, $"attempt {run.Attempt} failed; the next one follows after its delay", run.RetryAt, []));
                break;
            case RunState.Running:
                blockers.Add(
                    new Blocker(BlockerKind.Lease, $"attempt {run.Attempt} is running", null, run.Claim is null ? [] : [run.Claim.Node]));
                break;
            case RunState.Queued when paused is null:
                position = await InQueueAsync(run, partition, blockers, cancellation);
                break;
        }

        if (paused is not null)
        {
            blockers.Add(paused);
        }

        return new WhyWaiting(run.State, blockers, position, Start(run, blockers));
    }

    private async Task<Blocker?> PauseOfAsync(RunRecord run, CancellationToken cancellation) =>
        run.Spec.JobId is not null && (await jobs.GetAsync(run.Spec.Tenant, run.Spec.JobId, cancellation)).Record?.Pause is { } pause
            ? new Blocker(
                BlockerKind.Paused,
                $"job '{run.Spec.JobId}' is paused by {pause.By}{(pause.Note is null ? "" : ": " + pause.Note)}",
                pause.Until,
                [])
            : null;

    /// <returns>The position in the backlog.</returns>
    private async Task<int?> InQueueAsync(RunRecord run, string partition, List<Blocker> blockers, CancellationToken cancellation)
    {
        if (time.GetUtcNow() < run.Spec.DueAt && run.Attempt == 0)
        {
            blockers.Add(new Blocker(BlockerKind.NotDue, "its due time has not come", run.Spec.DueAt, []));
            return null;
        }

        if (run.Token.Kind == TokenKind.Gate)
        {
            return await AtGateAsync(run, partition, blockers, cancellation);
        }

        if (run.Token.Kind == TokenKind.Backlog)
        {
            var prefix = Keys.BacklogPrefix(run.Spec.Priority, run.Spec.Tenant);
            var before = await storage.Tables.ReadAsync(
                new RowQuery(partition, prefix, run.Token) { Limit = FarthestPosition, Select = [] }, cancellation);
            int? place = before.Continuation is null ? before.Rows.Count + 1 : null;
            blockers.Add(new Blocker(BlockerKind.Backlog, "the queue is full; it waits in its shard's backlog", null, []));
            return place;
        }

        var queue = QueueNames.Of(run.Spec.Priority);
        var count = await storage.Queues.CountAsync(queue, cancellation);
        blockers.Add(new Blocker(
            BlockerKind.Backlog,
            $"waits for an executor; queue '{queue}' holds about {count} messages of up to {CommitDraft.RunsPerMessage} runs",
            null,
            []));
        return null;
    }

    /// <returns>The position in the queue of the gate.</returns>
    private async Task<int?> AtGateAsync(RunRecord run, string partition, List<Blocker> blockers, CancellationToken cancellation)
    {
        var spec = run.Spec;
        var page = await storage.Tables.ReadAsync(
            RowQuery.Prefix(partition, Keys.GatePrefix(spec.Tenant, spec.JobId!, spec.Gate!)), cancellation);
        var view = GateView.Of(page.Rows);
        var before = view.Queue.TakeWhile(place => place.Run != run.Id).Count();
        blockers.Add(new Blocker(
            BlockerKind.Overlap, "another run of its schedule is queued or running", null, view.Holder is null ? [] : [view.Holder]));
        return before < view.Queue.Count ? before + 1 : null;
    }

    private static DateTimeOffset? Start(RunRecord run, List<Blocker> blockers) =>
        run.State is RunState.Running
            || run.State.IsTerminal()
            || blockers.Exists(blocker => blocker.Kind == BlockerKind.Paused && blocker.Until is null)
            ? null
            : blockers.Max(blocker => blocker.Until) ?? run.RetryAt;
}
