using JobScheduler.Hosts.Permits;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>Claims queued runs for this process, many in one commit, and decides which of them may not start.</summary>
public sealed class ClaimWriter(
    ShardWriter writer,
    JobCache jobs,
    RunSignals signals,
    NodeIdentity node,
    IStorage storage,
    Entropy entropy,
    TimeProvider time,
    ILogger<ClaimWriter> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Moves on the runs that have waited too long, or whose job is paused or deleted.</summary>
    /// <returns>Those that may start.</returns>
    internal async Task<List<OpenRun>> AdmitAsync(int shard, IReadOnlyList<OpenRun> runs, CancellationToken cancellation)
    {
        var admitted = new List<OpenRun>(runs.Count);
        foreach (var tenant in runs.Where(NeedsJob).GroupBy(run => run.Spec.Tenant))
        {
            await jobs.PrefetchAsync(tenant.Key, tenant.Select(run => run.Spec.JobId!), cancellation);
        }

        foreach (var run in runs)
        {
            var (happened, reason) = await JudgeAsync(run, cancellation);
            if (reason is null)
            {
                admitted.Add(run);
            }
            else if (happened is { } ended)
            {
                await MoveAsync(shard, run, (draft, skip) => RunMoves.EndWaiting(draft, run, ended, reason, skip));
            }
            else
            {
                await MoveAsync(shard, run, (draft, skip) => RunMoves.Move(draft, run, run.Step, Place.Paused, skip));
            }
        }

        return admitted;
    }

    /// <summary>Claims the runs that can still be claimed.</summary>
    /// <param name="shard">Their shard.</param>
    /// <param name="runs">Up to 32.</param>
    /// <param name="guard">The guard of their message when these are its last runs; it is deleted with the claim. Null: it stays.</param>
    /// <param name="permits">The permits of those that call a host, by run.</param>
    internal async Task<List<RunningAttempt>> ClaimAsync(
        int shard, IReadOnlyList<OpenRun> runs, string? guard, IReadOnlyDictionary<string, HostPermit> permits)
    {
        var left = runs.ToList();
        while (left.Count > 0)
        {
            var claim = new RunClaim(entropy.NextName(), node.Id, default);
            var leases = new List<Token>(left.Count);
            var began = 0L;
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    leases.Clear();
                    began = draft.Instant;
                    claim = claim with { At = draft.Now };
                    left.ForEach(run => leases.Add(RunMoves.Claim(draft, run, claim, LeaseTimes.Lease)));
                    if (guard is not null)
                    {
                        draft.Delete(guard);
                    }
                },
                new Proof(
                    Keys.Run(left[0].Id),
                    row => row?.Columns.Text(RunColumns.Claim)?.Contains(claim.ClaimId, StringComparison.Ordinal) == true),
                Patience));
            if (outcome.Succeeded)
            {
                return left.ConvertAll(run => Begin(
                    run, leases[left.IndexOf(run)], claim, began, outcome, permits.GetValueOrDefault(run.Id)));
            }

            if (outcome.FailedKey == guard)
            {
                // The guard has rung and moved; it will find nothing to do.
                guard = null;
                continue;
            }

            var at = left.FindIndex(run => run.Token == outcome.FailedKey || Keys.Run(run.Id) == outcome.FailedKey);
            if (at < 0)
            {
                throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way of a claim: {outcome.Failure}");
            }

            if (outcome.FailedKey != left[at].Token)
            {
                await DropOrphanAsync(shard, left[at]);
            }

            left.RemoveAt(at);
        }

        return [];
    }

    private RunningAttempt Begin(OpenRun run, Token lease, RunClaim claim, long began, PartOutcome outcome, HostPermit? permit)
    {
        var step = RunMoves.Granted(run) with { Attempt = run.Step.Attempt + 1, IsFromLine = false };
        signals.Moved(run.Id);
        return new RunningAttempt(
            run with { Token = lease, Step = step },
            claim,
            outcome.ETag(lease),
            began,
            new RunLog(run.Id, storage.Blobs, time),
            time)
        {
            Permit = permit,
        };
    }

    /// <summary>Why a run may not start now, and the event that ends it; no reason: it may start.</summary>
    private async ValueTask<(RunEvent? Ends, string? Reason)> JudgeAsync(OpenRun run, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (run.Step.QueueDeadline(run.Spec) < now)
        {
            return (RunEvent.Expired, RunReasons.QueueTimeout);
        }

        if (!NeedsJob(run))
        {
            return (null, null);
        }

        // A job that cannot be read is treated as paused: it is asked for again later, perhaps by a process that can read it.
        var job = await jobs.GetAsync(run.Spec.Tenant, run.Spec.JobId!, cancellation);
        return job is { IsUnreadable: true } or { Record.Pause: not null } ? (null, RunReasons.JobPaused)
            : job.Record is null ? (RunEvent.Canceled, RunReasons.JobDeleted)
            : (null, null);
    }

    /// <summary>Whether its job has to be read, because it was not read lately.</summary>
    private bool NeedsJob(OpenRun run) =>
        run.Spec.JobId is not null && !((time.GetUtcNow() - run.Step.SeenAt)?.Duration() < JobCache.Lifetime);

    /// <summary>Moves one waiting run; does nothing when someone else moved it first.</summary>
    private async Task MoveAsync(int shard, OpenRun run, Action<CommitDraft, IReadOnlySet<string>> move)
    {
        if (await WaitingMoves.TryAsync(writer, shard, run, move, Patience))
        {
            signals.Moved(run.Id);
        }
    }

    private async Task DropOrphanAsync(int shard, OpenRun run)
    {
        logger.OrphanToken(run.Token);
        await writer.CommitAsync(
            shard, new CommitPart(draft => draft.Delete(run.Token), Proof.Gone(run.Token), Patience));
    }
}
