using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>Ends attempts whose alarm has rung.</summary>
internal static class AttemptAlarms
{
    /// <returns>The run before that; null if the alarm belonged to no run, or the attempt ended otherwise first.</returns>
    public static async Task<RunRecord?> EndAsync(ShardTick tick, Row alarm, bool cancelRequested, AttemptEnd end, double chance)
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
        var verdict = Verdict.Of(run.Spec.Retry, open.Step, end, cancelRequested || run.Cancel is not null, chance);
        var finish =
            AttemptFinish.Of(run.Attempt, run.Claim, end, verdict, AttemptFinish.ByClock) with { TokenETag = alarm.ETag, Logged = true };
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
        var error = AttemptError.Of(FailureNames.Lost, "its executor gave no sign of life");
        var cancel = LeaseMark.IsSet(alarm);
        if (await AttemptAlarms.EndAsync(tick, alarm, cancel, new AttemptEnd(AttemptOutcome.Lost, error), entropy.NextShare()) is { } ended)
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
            var row = Token.Read(alarm.Key).Run is { } id ? await tick.GetAsync(Keys.Run(id)) : null;
            var timeouts = row is null ? null : RunColumns.TryRead(row) is { Claim: { } claim } run
                ? (run.Spec.Timeouts, Over: tick.Now >= claim.At + run.Spec.Timeouts.Run)
                : ((Timeouts Limits, bool Over)?)null;
            var error = timeouts is { Over: false, Limits.Heartbeat: { } silence }
                ? AttemptError.Of(FailureNames.Heartbeat, $"no heartbeat for {Duration.Format(silence)}")
                : AttemptError.Of(FailureNames.Timeout, "was not completed in time");
            if (await AttemptAlarms.EndAsync(
                tick, alarm, LeaseMark.IsSet(alarm), new AttemptEnd(AttemptOutcome.TimedOut, error), entropy.NextShare()) is { } ended)
            {
                signals.Moved(ended.Id);
            }
        }
    }
}
