using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>Log events of the clock: 1231 to 1259.</summary>
internal static partial class ClockEvents
{
    [LoggerMessage(1231, LogLevel.Debug, "Owns the clock of shard {Shard} in epoch {Epoch}")]
    public static partial void ClockOwned(this ILogger logger, int shard, long epoch);

    [LoggerMessage(1232, LogLevel.Warning, "Another process owns the clock of shard {Shard} now")]
    public static partial void ClockLost(this ILogger logger, int shard);

    [LoggerMessage(1233, LogLevel.Error, "Shard {Shard}: alarm {Alarm} cannot be acted on; it is pushed by 5 minutes")]
    public static partial void AlarmPushed(this ILogger logger, Exception error, int shard, string alarm);

    [LoggerMessage(
        1234,
        LogLevel.Warning,
        "Shard {Shard} was without a clock or storage: {Count} alarms of kind {Kind} are put off to {Until}")]
    public static partial void AlarmsSpared(this ILogger logger, int shard, int count, string kind, string until);

    [LoggerMessage(1235, LogLevel.Warning, "Shard {Shard}: what a former process has left ends only when its leases do")]
    public static partial void AbandonedNotRung(this ILogger logger, Exception error, int shard);

    [LoggerMessage(1241, LogLevel.Error, "The clock of shard {Shard} failed; it ticks again")]
    public static partial void TickFailed(this ILogger logger, Exception error, int shard);

    [LoggerMessage(1242, LogLevel.Warning, "Shard {Shard} could not be looked at; the next look will come")]
    public static partial void LookFailed(this ILogger logger, Exception error, int shard);

    [LoggerMessage(1243, LogLevel.Warning, "The owners of {Shards} shards are overdue; this process ticks them")]
    public static partial void OwnersOverdue(this ILogger logger, int shards);

    [LoggerMessage(
        1251, LogLevel.Warning,
        "The clock last ticked at {LastTick}, and {Extent}")]
    public static partial void ClockSilent(this ILogger logger, string lastTick, string extent);
}
