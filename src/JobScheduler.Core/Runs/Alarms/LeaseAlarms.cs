using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

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
