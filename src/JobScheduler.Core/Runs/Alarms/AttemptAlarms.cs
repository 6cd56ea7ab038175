using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>Ends attempts whose token, an alarm, has rung.</summary>
internal static class AttemptAlarms
{
    /// <returns>The run as it was; null when the alarm was nobody's, or somebody else ended the attempt first.</returns>
    public static async Task<RunRecord?> EndAsync(ShardTick tick, Row alarm, bool cancelRequested, AttemptEnd end, double chance)
    {
        var id = Token.Read(alarm.Key).Run;
        var row = id is null ? null : await tick.GetAsync(Keys.Run(id));
        var run = row is null ? null : RunColumns.TryRead(row);
        if (run is null || run.Token.Key != alarm.Key || run.Claim is null)
        {
            // A lease that is no run's token: edited by hand. Repair gives the run a token when it lacks one.
            await tick.CommitAsync(draft => draft.Delete(alarm.Key, alarm.ETag));
            return null;
        }

        var held = OpenRun.Of(run, row!);
        var verdict = Verdict.Of(run.Spec.Retry, held.Step, end, cancelRequested || run.Cancel is not null, chance);
        var finish =
            AttemptFinish.Of(run.Attempt, run.Claim, end, verdict, AttemptFinish.ByClock) with { TokenETag = alarm.ETag, Logged = true };
        var skip = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var outcome = await tick.CommitAsync(draft => RunEndings.Finish(draft, held, finish, skip));
            if (outcome.Succeeded)
            {
                return run;
            }

            // The token: a beat, an end or a cancel was faster; what is left of the alarm rings again.
            if (outcome.FailedKey == alarm.Key || !skip.Add(outcome.FailedKey!))
            {
                return null;
            }
        }
    }
}

/// <summary>
/// Lease alarms: the executor of an attempt was silent for too long. The attempt is lost; only the clock says so, and what the
/// executor may still report is refused, because the token is gone.
/// </summary>
public sealed partial class LeaseAlarms(RunSignals signals, Entropy entropy, ILogger<LeaseAlarms> logger) : TokenAlarmHandler(
    TokenKind.Lease)
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
            LogLost(logger, ended.Id, ended.Attempt, ended.Claim?.Node);
            signals.Moved(ended.Id);
        }
    }

    [LoggerMessage(1211, LogLevel.Warning, "Run {Run}: attempt {Attempt} on {Node} is lost, its executor gave no sign of life")]
    private static partial void LogLost(ILogger logger, string run, int attempt, string? node);
}

/// <summary>Limit alarms: a target that completes by callback has used up its time, or was silent for too long.</summary>
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
