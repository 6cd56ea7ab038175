using JobScheduler.Gates;
using JobScheduler.Hosts;
using JobScheduler.Jobs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using JobScheduler.Targets;

namespace JobScheduler.Runs;

/// <summary>Tells what an open run waits for, according to its token.</summary>
public sealed class WaitingReasons(
    IStorage storage, ShardMap map, JobCache jobs, HostPace hosts, IPlaces places, TimeProvider time)
{
    /// <summary>Positions are counted up to here.</summary>
    private const int FarthestPosition = 1000;

    internal async Task<WhyWaiting> OfAsync(RunRecord run, string partition, CancellationToken cancellation)
    {
        var blockers = new List<Blocker>();
        int? position = null;
        var paused = run.State is RunState.Scheduled or RunState.Queued or RunState.Retrying ? await PauseOfAsync(run, cancellation) : null;
        if (!run.State.IsTerminal())
        {
            position = await AddAsync(run, paused is not null, partition, blockers, cancellation);
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

    /// <summary>Adds the blocker that the table of tokens names for the place where the run waits.</summary>
    /// <returns>The position in the backlog, in the queue of the gate, or in the line of the host.</returns>
    private async Task<int?> AddAsync(
        RunRecord run, bool isPaused, string partition, List<Blocker> blockers, CancellationToken cancellation)
    {
        // A token that cannot be read is repaired to this kind.
        var kind = run.Token.Kind ?? TokenKind.ThatRepairs(run.State, isGated: false);
        switch (kind.BlockerAfter(run.Attempt))
        {
            case BlockerKind.NotDue:
                blockers.Add(NotDue(run));
                return null;
            case BlockerKind.RetryDelay:
                blockers.Add(RetryDelay(run));
                return null;
            case BlockerKind.Lease:
                blockers.Add(
                    new Blocker(BlockerKind.Lease, $"attempt {run.Attempt} is running", null, run.Claim is null ? [] : [run.Claim.Node]));
                return null;
            case var _ when time.GetUtcNow() < run.RetryAt:
                // In a message already, which is delayed.
                blockers.Add(RetryDelay(run));
                return null;
            case var _ when isPaused:
                return null;
            case var _ when time.GetUtcNow() < run.Spec.DueAt && run.Attempt == 0:
                blockers.Add(NotDue(run));
                return null;
            case BlockerKind.Overlap:
                return await AtGateAsync(run, partition, blockers, cancellation);
            case BlockerKind.Concurrency:
                var (blocker, position) = await LineReasons.OfAsync(
                    storage.Tables, run, partition, time.GetUtcNow(), cancellation);
                blockers.Add(blocker);
                return position;
            case BlockerKind.Group:
                var (ofGroup, place) = await LineReasons.OfGroupAsync(storage.Tables, map, run, cancellation);
                blockers.Add(ofGroup);
                return place;
            case BlockerKind.Host:
                return await InHostLineAsync(run, partition, blockers, cancellation);
            default:
                return kind == TokenKind.Backlog
                    ? await InBacklogAsync(run, partition, blockers, cancellation)
                    : await InQueueAsync(run, blockers, cancellation);
        }
    }

    private static Blocker RetryDelay(RunRecord run) =>
        new(BlockerKind.RetryDelay, $"attempt {run.Attempt} failed; the next one follows after its delay", run.RetryAt, []);

    private static Blocker NotDue(RunRecord run) => new(BlockerKind.NotDue, "its due time has not come", run.Spec.DueAt, []);

    private async Task<int?> InBacklogAsync(RunRecord run, string partition, List<Blocker> blockers, CancellationToken cancellation)
    {
        var prefix = Token.LineOfBacklog(run.Token);
        var before = await storage.Tables.ReadAsync(
            new RowQuery(partition, prefix, run.Token) { Limit = FarthestPosition, Select = [] }, cancellation);
        blockers.Add(new Blocker(BlockerKind.Backlog, "the queue is full; it waits in its shard's backlog", null, []));
        return before.Continuation is null ? before.Rows.Count + 1 : null;
    }

    /// <returns>The position in the line of the host.</returns>
    private async Task<int?> InHostLineAsync(RunRecord run, string partition, List<Blocker> blockers, CancellationToken cancellation)
    {
        var host = run.Spec.Class.Host!;
        var outlook = await hosts.LookAsync(run.Spec.Tenant, host);
        blockers.Add(new Blocker(outlook.Blocker, $"host '{host}' {outlook.Reason}", outlook.Until, []));
        var before = await storage.Tables.ReadAsync(
            new RowQuery(partition, Keys.HostLinePlaces(run.Spec.Tenant, host), run.Token) { Limit = FarthestPosition, Select = [] },
            cancellation);
        return before.Continuation is null ? before.Rows.Count + 1 : null;
    }

    private async Task<int?> InQueueAsync(RunRecord run, List<Blocker> blockers, CancellationToken cancellation)
    {
        var queue = QueueNames.Of(run.Spec.Priority);
        var count = await storage.Queues.CountAsync(queue, cancellation);
        var free = places.AreFreeFor(queue, run.Spec)
            ? ""
            : $"all places that it may have in the process that was asked are taken ({Places(run.Spec.Class)}); ";
        blockers.Add(new Blocker(
            BlockerKind.Backlog,
            $"waits for an executor; {free}queue '{queue}' holds about {count} messages of up to {CommitDraft.RunsPerMessage} runs",
            null,
            []));
        return null;
    }

    private static string Places(TargetClass target) => target.Host is null ? "of handlers" : $"of calls, for host '{target.Host}'";

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
            : blockers.Max(blocker => blocker.Until);
}
