using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>Ends attempts whose alarm has rung.</summary>
internal static class AttemptAlarms
{
    /// <returns>The run before that; null if the alarm belonged to no run, or the attempt ended otherwise first.</returns>
    /// <param name="tick">The tick.</param>
    /// <param name="alarm">The alarm, which is the token of the run.</param>
    /// <param name="end">How the attempt of the run ended.</param>
    /// <param name="chance">Uniform in [0, 1); decides the jitter.</param>
    public static async Task<RunRecord?> EndAsync(ShardTick tick, Row alarm, Func<RunRecord, RunClaim, AttemptEnd> end, double chance)
    {
        var id = Token.Read(alarm.Key).Run;
        var row = id is null ? null : await tick.GetAsync(Keys.Run(id));
        var run = row is null ? null : RunColumns.TryRead(row);
        if (run is null || run.Token.Key != alarm.Key || run.Claim is null)
        {
            // A lease that is not the token of a run: edited by hand. Repair gives the run a token if it lacks one.
            await tick.CommitAsync(draft => draft.Delete(alarm.Key, alarm.ETag));
            return null;
        }

        var open = OpenRun.Of(run, row!);
        var ended = end(run, run.Claim);
        var isCanceled = LeaseMark.IsSet(alarm) || run.Cancel is not null;
        var verdict = Verdict.Of(run.Spec.Retry, open.Step, ended, isCanceled, chance);
        var finish = AttemptFinish.Of(run.Attempt, run.Claim, ended, verdict, AttemptFinish.ByClock) with
        {
            TokenETag = alarm.ETag,
            Logged = true,
        };
        var skip = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var outcome = await tick.CommitAsync(draft => RunEndings.Finish(draft, open, finish, skip));
            if (outcome.Succeeded)
            {
                return run;
            }

            // The token: a beat, an end or a cancel was faster; if the alarm still exists, it rings again.
            if (outcome.FailedKey == alarm.Key || !skip.Add(outcome.FailedKey!))
            {
                return null;
            }
        }
    }
}

/// <summary>
/// Lease alarms: the executor of an attempt was silent for too long. The attempt is lost; only the clock decides that, and whatever the
/// executor still reports is refused, because the token is gone.
/// </summary>
public sealed class LeaseAlarms(RunSignals signals, Entropy entropy, ILogger<LeaseAlarms> logger)
    : TokenAlarmHandler(TokenKind.Lease)
{
    public override async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            await RingAsync(tick, alarm);
        }
    }

    private async Task RingAsync(ShardTick tick, Row alarm)
    {
        var lost = new AttemptEnd(AttemptOutcome.Lost, AttemptError.Of(FailureNames.Lost, "its executor gave no sign of life"));
        if (await AttemptAlarms.EndAsync(tick, alarm, (_, _) => lost, entropy.NextShare()) is { } ended)
        {
            logger.AttemptLost(ended.Id, ended.Attempt, ended.Claim?.Node);
            signals.Moved(ended.Id);
        }
    }
}

/// <summary>Limit alarms: a target that completes by callback has exceeded its time, or was silent for too long.</summary>
public sealed class LimitAlarms(RunSignals signals, Entropy entropy) : TokenAlarmHandler(TokenKind.Limit)
{
    public override async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            if (await AttemptAlarms.EndAsync(tick, alarm, (run, claim) => EndOf(run, claim, tick.Now), entropy.NextShare()) is { } ended)
            {
                signals.Moved(ended.Id);
            }
        }
    }

    private static AttemptEnd EndOf(RunRecord run, RunClaim claim, DateTimeOffset now)
    {
        var limits = run.Spec.Timeouts;
        var isOver = now >= claim.At + limits.Run;
        return new AttemptEnd(
            AttemptOutcome.TimedOut,
            !isOver && limits.Heartbeat is { } silence
                ? AttemptError.Of(FailureNames.Heartbeat, $"no heartbeat for {Duration.Format(silence)}")
                : AttemptError.Of(FailureNames.Timeout, "was not completed in time"));
    }
}
