using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Renews leases of one shard in one commit. A renewal that finds a cancel mark tells the attempt; one that finds no lease tells it that
/// it is lost.
/// </summary>
public sealed class LeaseRenewal(ShardWriter writer, IStorage storage, ILogger<LeaseRenewal> logger)
{
    /// <summary>Three rows each, within a commit of 100.</summary>
    internal const int LeasesPerCommit = 33;

    /// <summary>Renews the leases of those that still hold one.</summary>
    /// <param name="shard">Their shard.</param>
    /// <param name="attempts">At most <see cref="LeasesPerCommit"/>; the caller has the turn of each.</param>
    /// <param name="patience">How long storage faults are retried.</param>
    /// <exception cref="StorageException">Storage failed for longer than that; what was reported is reported again.</exception>
    internal async Task RenewAsync(int shard, IReadOnlyList<RunningAttempt> attempts, TimeSpan patience)
    {
        var held = attempts.ToList();
        foreach (var attempt in held.Where(attempt => attempt.LeaseETag is null))
        {
            // Unknown since a commit with an unknown outcome; renewing blindly would lose a cancel mark.
            if (await storage.Tables.GetAsync(ShardMap.Partition(shard), attempt.Run.Token, CancellationToken.None) is { } lease)
            {
                attempt.Reread(lease.ETag, LeaseMark.IsSet(lease));
            }
        }

        while (held.Count > 0)
        {
            var runs = held.ConvertAll(attempt => attempt.Run);
            if (await TryAsync(shard, held, runs, patience) is not { } refused)
            {
                return;
            }

            var at = runs.FindIndex(run => run.Token == refused.FailedKey || Keys.Run(run.Id) == refused.FailedKey);
            if (at < 0)
            {
                throw new InvalidOperationException($"row {refused.FailedKey} stands in the way of a beat: {refused.Failure}");
            }

            if (!await StillHeldAsync(shard, held[at], runs[at], refused))
            {
                held.RemoveAt(at);
            }
        }
    }

    internal static TimeSpan LeaseOf(RunningAttempt attempt, DateTimeOffset now) =>
        now - attempt.Claim.At > LeaseTimes.LongRunning ? LeaseTimes.LongLease : LeaseTimes.Lease;

    /// <returns>Null: they are renewed. Otherwise the row that stood in the way; then nothing was written.</returns>
    private async Task<PartOutcome?> TryAsync(int shard, List<RunningAttempt> held, List<OpenRun> runs, TimeSpan patience)
    {
        var moved = new List<(Token Lease, TimeSpan Length)>(held.Count);
        var began = 0L;
        var reports = held.ConvertAll(attempt => attempt.TakeReport());
        PartOutcome? outcome = null;
        try
        {
            outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    began = draft.Instant;
                    moved.Clear();
                    for (var i = 0; i < held.Count; i++)
                    {
                        var length = LeaseOf(held[i], draft.Now);
                        moved.Add((
                            RunMoves.Renew(draft, runs[i], held[i].Claim.ClaimId, held[i].LeaseETag, length, reports[i]), length));
                    }
                },
                new Proof(
                    Keys.Run(runs[0].Id),
                    row => row?.Columns.Text(RunColumns.Token) is { } token && moved.Exists(move => move.Lease == token)),
                patience));
        }
        finally
        {
            for (var i = 0; i < held.Count && outcome?.Succeeded != true; i++)
            {
                held[i].Progress.GiveBack(reports[i].Progress);
            }
        }

        if (!outcome.Succeeded)
        {
            return outcome;
        }

        for (var i = 0; i < moved.Count; i++)
        {
            held[i].Moved(moved[i].Lease, outcome.ETag(moved[i].Lease), began, moved[i].Length, reports[i].State);
        }

        return null;
    }

    /// <returns>False: there is no lease to keep any more.</returns>
    private async Task<bool> StillHeldAsync(int shard, RunningAttempt attempt, OpenRun run, PartOutcome refused)
    {
        if (attempt.Run.Token.Key != run.Token.Key || attempt.HasEnded)
        {
            return false;
        }

        var partition = ShardMap.Partition(shard);
        if (refused.FailedKey == run.Token)
        {
            if (await storage.Tables.GetAsync(partition, run.Token, CancellationToken.None) is { } marked)
            {
                attempt.Reread(marked.ETag, LeaseMark.IsSet(marked));
                return true;
            }

            // Under another name it is still ours: a renewal that was thought to have failed came through, or the clock put it off.
            if (await storage.Tables.GetAsync(partition, Keys.Run(run.Id), CancellationToken.None) is { } row
                && RunColumns.TryRead(row) is { State: RunState.Running } now
                && now.Claim?.ClaimId == attempt.Claim.ClaimId
                && now.Token.Kind == TokenKind.Lease
                && now.Token.Key != run.Token.Key
                && await storage.Tables.GetAsync(partition, now.Token, CancellationToken.None) is { } lease)
            {
                attempt.Adopt(now.Token, lease.ETag, LeaseMark.IsSet(lease));
                return true;
            }
        }

        // It has just ended, in this process or by the clock. Only the latter is news.
        if (!attempt.HasEnded)
        {
            logger.LeaseLost(run.Id, run.Step.Attempt);
            attempt.Stop(StopCause.LeaseLost);
        }

        return false;
    }
}
