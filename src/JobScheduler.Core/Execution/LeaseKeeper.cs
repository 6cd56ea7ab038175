using System.Collections.Concurrent;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Renews the leases of the attempts that this process executes: one beat renews all that are old enough, many per commit. A
/// beat that finds a cancel mark tells the attempt; one that finds no lease tells it that it is lost.
/// </summary>
public sealed class LeaseKeeper(ShardWriter writer, ShardMap map, IStorage storage, TimeProvider time, ILogger<LeaseKeeper> logger)
    : ICancelListener
{
    /// <summary>Three rows each, within a commit of 100.</summary>
    private const int LeasesPerCommit = 33;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, RunningAttempt> _running = new(StringComparer.Ordinal);
    private int _beating;
    private volatile bool _handsBack;

    /// <summary>The attempts that are running.</summary>
    public IReadOnlyCollection<RunningAttempt> Running => [.. _running.Values];

    public void Add(RunningAttempt attempt)
    {
        _running[Id(attempt)] = attempt;
        attempt.KeptBy(SaveAsync);
        if (_handsBack)
        {
            attempt.Stop(StopCause.Stopping);
        }

        if (Interlocked.Exchange(ref _beating, 1) == 0)
        {
            // Not awaited: it ends by itself when nothing is running, and handles every error.
            _ = BeatAsync();
        }
    }

    /// <summary>Tells all that run, and all that are still being claimed, that this process stops.</summary>
    public void HandBack()
    {
        _handsBack = true;
        foreach (var attempt in _running.Values)
        {
            attempt.Stop(StopCause.Stopping);
        }
    }

    public void Remove(RunningAttempt attempt) => _running.TryRemove(KeyValuePair.Create(Id(attempt), attempt));

    void ICancelListener.CancelRequested(string run)
    {
        foreach (var attempt in _running.Values)
        {
            if (attempt.Run.Id == run)
            {
                attempt.Stop(StopCause.Canceled);
            }
        }
    }

    /// <summary>Renews the leases that are old enough. Called by the beat; a simulation may call it too.</summary>
    public async Task RenewAsync()
    {
        var now = time.GetUtcNow();
        var shards = _running.Values
            .Where(attempt => attempt.Cause != StopCause.LeaseLost && now - attempt.LeasedAt >= BeatOf(attempt, now))
            .GroupBy(ShardOf);
        await Task.WhenAll(shards.SelectMany(shard => shard.Chunk(LeasesPerCommit).Select(chunk => BeatAsync(shard.Key, chunk))));
    }

    private static string Id(RunningAttempt attempt) => $"{attempt.Run.Id}~{attempt.Claim.ClaimId}";

    private static TimeSpan BeatOf(RunningAttempt attempt, DateTimeOffset now) =>
        now - attempt.Claim.At > LeaseTimes.LongRunning + LeaseTimes.LongBeat ? LeaseTimes.LongBeat : LeaseTimes.Beat;

    private static TimeSpan LeaseOf(RunningAttempt attempt, DateTimeOffset now) =>
        now - attempt.Claim.At > LeaseTimes.LongRunning ? LeaseTimes.LongLease : LeaseTimes.Lease;

    private int ShardOf(RunningAttempt attempt) =>
        RunId.TryParse(attempt.Run.Id, map.Count, out var shard)
            ? shard
            : throw new InvalidOperationException($"'{attempt.Run.Id}' is not a run id");

    /// <summary>Renews the lease at once, with a state for the next attempt.</summary>
    private async Task SaveAsync(RunningAttempt attempt, RawJson state)
    {
        await attempt.Renewal.TakeAsync();
        try
        {
            attempt.Offer(state);
            if (attempt.Cause != StopCause.LeaseLost && _running.ContainsKey(Id(attempt)))
            {
                await RenewAsync(ShardOf(attempt), [attempt]);
            }

            if (attempt.HasUnsaved)
            {
                throw new OperationCanceledException("the attempt has lost its lease; its state was not saved", attempt.Cancellation);
            }
        }
        finally
        {
            // Whatever went wrong, the handler is told; a later beat must not save behind its back.
            attempt.Offer(null);
            attempt.Renewal.Give();
        }
    }

    /// <summary>Renews the leases of those whose renewal is not under way already.</summary>
    private async Task BeatAsync(int shard, IEnumerable<RunningAttempt> attempts)
    {
        var held = attempts.Where(attempt => attempt.Renewal.TryTake()).ToList();
        try
        {
            await RenewAsync(shard, [.. held]);
        }
        finally
        {
            held.ForEach(attempt => attempt.Renewal.Give());
        }
    }

    private async Task BeatAsync()
    {
        while (true)
        {
            await Task.Delay(LeaseTimes.Beat, time);
            if (_running.IsEmpty)
            {
                Interlocked.Exchange(ref _beating, 0);
                if (_running.IsEmpty || Interlocked.Exchange(ref _beating, 1) != 0)
                {
                    return;
                }
            }

            try
            {
                await RenewAsync();
            }
            catch (Exception error)
            {
                logger.BeatFailed(error, _running.Count);
            }
        }
    }

    private async Task RenewAsync(int shard, List<RunningAttempt> attempts)
    {
        foreach (var attempt in attempts.Where(attempt => attempt.LeaseETag is null))
        {
            // Unknown since a commit with an unknown outcome; renewing blindly would lose a cancel mark.
            if (await storage.Tables.GetAsync(ShardMap.Partition(shard), attempt.Run.Token, CancellationToken.None) is { } lease)
            {
                attempt.Reread(lease.ETag, LeaseMark.IsSet(lease));
            }
        }

        while (attempts.Count > 0)
        {
            var moved = new List<(RunningAttempt Attempt, Token Lease)>();
            var at = default(DateTimeOffset);
            var reports = attempts.ConvertAll(attempt => attempt.TakeReport());
            var runs = attempts.ConvertAll(attempt => attempt.Run);
            var outcome = await writer.CommitAsync(shard, new CommitPart(
                draft =>
                {
                    at = draft.Now;
                    moved.Clear();
                    for (var i = 0; i < attempts.Count; i++)
                    {
                        var lease = RunMoves.Renew(
                            draft, runs[i], attempts[i].Claim.ClaimId, attempts[i].LeaseETag, LeaseOf(attempts[i], draft.Now), reports[i]);
                        moved.Add((attempts[i], lease));
                    }
                },
                new Proof(
                    Keys.Run(runs[0].Id),
                    row => row is not null && row.Columns.Text(RunColumns.Token) is { } token && moved.Exists(move => move.Lease == token)),
                Patience));
            if (outcome.Succeeded)
            {
                for (var i = 0; i < moved.Count; i++)
                {
                    moved[i].Attempt.Moved(moved[i].Lease, outcome.ETag(moved[i].Lease), at, reports[i].State);
                }

                return;
            }

            var at0 = runs.FindIndex(run => run.Token == outcome.FailedKey || Keys.Run(run.Id) == outcome.FailedKey);
            if (at0 < 0)
            {
                throw new InvalidOperationException($"row {outcome.FailedKey} stands in the way of a beat: {outcome.Failure}");
            }

            if (!await RereadAsync(shard, attempts[at0], runs[at0], outcome))
            {
                attempts.RemoveAt(at0);
            }
        }
    }

    /// <returns>False: there is no lease to keep any more.</returns>
    private async Task<bool> RereadAsync(int shard, RunningAttempt attempt, OpenRun run, PartOutcome outcome)
    {
        if (attempt.Run.Token.Key != run.Token.Key || !_running.ContainsKey(Id(attempt)))
        {
            return false;
        }

        var row = outcome.FailedKey == run.Token
            ? await storage.Tables.GetAsync(ShardMap.Partition(shard), run.Token, CancellationToken.None)
            : null;
        if (row is null)
        {
            // It has just ended, in this process or by the clock. Only the latter is news.
            if (_running.ContainsKey(Id(attempt)))
            {
                logger.LeaseLost(run.Id, run.Step.Attempt);
                attempt.Stop(StopCause.LeaseLost);
            }

            return false;
        }

        attempt.Reread(row.ETag, LeaseMark.IsSet(row));
        return true;
    }
}
