using System.Collections.Concurrent;
using JobScheduler.Runs;
using JobScheduler.Shards;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>
/// Keeps the leases of the attempts that this process executes: one beat renews all, many per commit. Progress that an attempt reports,
/// and states that it saves, ride on a renewal of their own.
/// </summary>
public sealed class LeaseKeeper(LeaseRenewal renewal, ShardMap map, TimeProvider time, ILogger<LeaseKeeper> logger) : ICancelListener
{
    /// <summary>
    /// How long a beat retries by itself; the next one follows soon after. Short, because an outage may last for most of a lease, and
    /// what comes after it must not sleep through the rest.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan PatienceOfSaving = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Leaves half a second of the 2 s in which progress is to be seen.</summary>
    private static readonly TimeSpan UntilReported = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<string, RunningAttempt> _running = new(StringComparer.Ordinal);
    private int _beating;
    private int _reporting;
    private volatile bool _handsBack;

    /// <summary>The attempts that are running.</summary>
    public IReadOnlyCollection<RunningAttempt> Running => [.. _running.Values];

    public void Add(RunningAttempt attempt)
    {
        _running[Id(attempt)] = attempt;
        attempt.KeptBy(SaveAsync, ReportSoon);
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

    public void Remove(RunningAttempt attempt)
    {
        attempt.End();
        _running.TryRemove(KeyValuePair.Create(Id(attempt), attempt));
    }

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

    private static string Id(RunningAttempt attempt) => $"{attempt.Run.Id}~{attempt.Claim.ClaimId}";

    /// <summary>
    /// Whether a beat renews the lease. A short one at each beat: then none is older than a beat when storage disappears, and those
    /// that run live through 30 s without it. A long one at each third.
    /// </summary>
    private bool NeedsBeat(RunningAttempt attempt, long beat)
    {
        var age = time.GetElapsedTime(attempt.LeasedAt, beat);
        return age > (attempt.LeaseLength == LeaseTimes.LongLease ? LeaseTimes.LongBeat - LeaseTimes.Beat / 2 : TimeSpan.Zero);
    }

    /// <summary>
    /// Whether the permit to call its host outlives the lease after the renewal. If not, the lease ends with the permit at the latest: the
    /// attempt is cut off, and never calls together with those who have got the permit then.
    /// </summary>
    private bool IsCovered(RunningAttempt attempt) =>
        time.GetUtcNow() is var now && attempt.Permit?.Covers(now + LeaseRenewal.LeaseOf(attempt, now)) != false;

    private int ShardOf(RunningAttempt attempt) =>
        RunId.TryParse(attempt.Run.Id, map.Count, out var shard)
            ? shard
            : throw new InvalidOperationException($"'{attempt.Run.Id}' is not a run id");

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

            await BeatUntilDoneAsync();
        }
    }

    /// <summary>Renews what is due. As long as that fails, tries again each second; what falls due meanwhile is renewed as well.</summary>
    private async Task BeatUntilDoneAsync()
    {
        var beat = time.GetTimestamp();
        var failed = false;
        while (true)
        {
            try
            {
                await RenewAsync(attempt => NeedsBeat(attempt, beat));
                return;
            }
            catch (Exception error)
            {
                if (!failed)
                {
                    logger.BeatFailed(error, _running.Count);
                }

                failed = true;
            }

            await Task.Delay(AfterFailure, time);
            if (time.GetElapsedTime(beat) >= LeaseTimes.Beat)
            {
                beat = time.GetTimestamp();
                failed = false;
            }
        }
    }

    private void ReportSoon()
    {
        if (Interlocked.Exchange(ref _reporting, 1) == 0)
        {
            // Not awaited: whoever reports never waits.
            _ = ReportAsync();
        }
    }

    private async Task ReportAsync()
    {
        await Task.Delay(UntilReported, time);
        Interlocked.Exchange(ref _reporting, 0);
        try
        {
            await RenewAsync(attempt => attempt.Progress.IsNews);
        }
        catch (Exception error)
        {
            // The next beat, or the end of the attempt, stores it.
            logger.ReportsNotStored(error);
            return;
        }

        if (_running.Values.Any(attempt => attempt.Progress.IsNews && attempt.Cause != StopCause.LeaseLost))
        {
            // Its renewal was under way already, with what was reported before; or it has reported again.
            ReportSoon();
        }
    }

    /// <summary>Renews the lease at once, with a state for the next attempt.</summary>
    private async Task SaveAsync(RunningAttempt attempt, RawJson state)
    {
        await attempt.Renewal.TakeAsync();
        try
        {
            attempt.Offer(state);
            if (attempt.Cause != StopCause.LeaseLost && !attempt.HasEnded)
            {
                await renewal.RenewAsync(ShardOf(attempt), [attempt], PatienceOfSaving);
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

    private Task RenewAsync(Func<RunningAttempt, bool> which)
    {
        var shards = _running.Values
            .Where(attempt => attempt.Cause != StopCause.LeaseLost && IsCovered(attempt) && which(attempt))
            .GroupBy(ShardOf);
        return Task.WhenAll(
            shards.SelectMany(shard => shard.Chunk(LeaseRenewal.LeasesPerCommit).Select(chunk => RenewAsync(shard.Key, chunk))));
    }

    /// <summary>Renews the leases of those whose renewal is not under way already.</summary>
    private async Task RenewAsync(int shard, IEnumerable<RunningAttempt> attempts)
    {
        var held = attempts.Where(attempt => attempt.Renewal.TryTake()).ToList();
        try
        {
            await renewal.RenewAsync(shard, held, Patience);
        }
        finally
        {
            held.ForEach(attempt => attempt.Renewal.Give());
        }
    }
}
