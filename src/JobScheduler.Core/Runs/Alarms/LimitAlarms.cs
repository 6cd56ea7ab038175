using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

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
