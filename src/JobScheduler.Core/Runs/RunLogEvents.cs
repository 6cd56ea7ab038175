using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>Log events of runs that wait, and of attempts that the clock ends: 1201 to 1229.</summary>
internal static partial class RunLogEvents
{
    [LoggerMessage(1201, LogLevel.Warning, "Shard {Shard}: row {Key} is {Failure}; it is left out")]
    public static partial void RowLeftOut(this ILogger logger, int shard, string key, CommitFailure failure);

    [LoggerMessage(1202, LogLevel.Warning, "Shard {Shard}: alarm {Alarm} has no run; it is deleted")]
    public static partial void AlarmWithoutRun(this ILogger logger, int shard, string alarm);

    [LoggerMessage(1211, LogLevel.Warning, "Run {Run}: attempt {Attempt} on {Node} is lost, its executor gave no sign of life")]
    public static partial void AttemptLost(this ILogger logger, string run, int attempt, string? node);

    [LoggerMessage(1221, LogLevel.Information, "Shard {Shard}: message {Message} was not answered; queue {Queue} is rung again ({Rings})")]
    public static partial void MessageSentAgain(this ILogger logger, int shard, string message, string queue, int rings);
}
