using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Execution;

/// <summary>What is logged of executing runs: events 1101 to 1199.</summary>
internal static partial class ExecutionEvents
{
    [LoggerMessage(1101, LogLevel.Warning, "The leases of {Count} running attempts could not be renewed; this is tried again every second")]
    public static partial void BeatFailed(this ILogger logger, Exception error, int count);

    [LoggerMessage(1103, LogLevel.Debug, "Reported progress could not be stored; the next beat tries again")]
    public static partial void ReportsNotStored(this ILogger logger, Exception error);

    [LoggerMessage(
        1102,
        LogLevel.Warning,
        "Run {Run}: the lease of attempt {Attempt} was ended by the clock; the attempt is told to stop, its result will be refused")]
    public static partial void LeaseLost(this ILogger logger, string run, int attempt);

    [LoggerMessage(
        1111, LogLevel.Warning, "Run {Run}: attempt {Attempt} did not end after it was told to stop ({Cause}); it is left to itself")]
    public static partial void AttemptAbandoned(this ILogger logger, string run, int attempt, StopCause? cause);

    [LoggerMessage(
        AttemptEvents.RunEnded, LogLevel.Information, "Run {Run} ({Job}) {State} in attempt {Attempt} after {Elapsed:0} ms")]
    public static partial void RunEnded(this ILogger logger, string run, string job, RunState state, int attempt, double elapsed);

    [LoggerMessage(
        AttemptEvents.RunFailed,
        LogLevel.Warning,
        "Run {Run} ({Job}) Failed in attempt {Attempt} after {Elapsed:0} ms, {Reason}: {Error}: {Message}")]
    public static partial void RunFailed(
        this ILogger logger, string run, string job, int attempt, double elapsed, string? reason, string? error, string? message);

    [LoggerMessage(
        AttemptEvents.AttemptRetried,
        LogLevel.Information,
        "Run {Run} ({Job}) attempt {Attempt} failed, next one in {Delay}: {Error}: {Message}")]
    public static partial void AttemptRetried(
        this ILogger logger, string run, string job, int attempt, string? error, string? message, string delay);

    [LoggerMessage(AttemptEvents.AttemptHandedBack, LogLevel.Information, "Run {Run} ({Job}) attempt {Attempt} handed back")]
    public static partial void AttemptHandedBack(this ILogger logger, string run, string job, int attempt);

    [LoggerMessage(
        AttemptEvents.WorkTaken,
        LogLevel.Information,
        "Run {Run} ({Job}) attempt {Attempt} taken by its target, which completes it")]
    public static partial void WorkTaken(this ILogger logger, string run, string job, int attempt);

    [LoggerMessage(
        1126,
        LogLevel.Error,
        "Shard {Shard}: the ends of {Count} attempts could not be written; they count as lost")]
    public static partial void FinishesGivenUp(this ILogger logger, Exception error, int shard, int count);

    [LoggerMessage(1127, LogLevel.Warning, "Run {Run}: row {Key} is {Failure}; it is left out")]
    public static partial void OddRow(this ILogger logger, string run, string key, CommitFailure failure);

    [LoggerMessage(1128, LogLevel.Warning, "Run {Run}: attempt {Attempt} ended {Outcome} after its lease was lost; refused")]
    public static partial void LateFinish(this ILogger logger, string run, int attempt, AttemptOutcome? outcome);

    [LoggerMessage(
        1129, LogLevel.Warning, "Shard {Shard}: the ends of {Count} attempts could not be written together; each is written alone")]
    public static partial void FinishesSplit(this ILogger logger, Exception error, int shard, int count);

    [LoggerMessage(
        1132, LogLevel.Error, "Run {Run}: the end of attempt {Attempt} could not be written; it is written without its messages")]
    public static partial void FinishCutShort(this ILogger logger, Exception error, string run, int attempt);

    [LoggerMessage(1133, LogLevel.Error, "Run {Run}: the end of attempt {Attempt} could not be written; it counts as lost")]
    public static partial void FinishImpossible(this ILogger logger, Exception error, string run, int attempt);

    [LoggerMessage(1131, LogLevel.Warning, "Token {Token} has no run; it is deleted")]
    public static partial void OrphanToken(this ILogger logger, string token);

    [LoggerMessage(1141, LogLevel.Warning, "Storage failed while message {Message} was worked on; its runs are taken up again")]
    public static partial void StorageFailed(this ILogger logger, Exception error, string message);

    [LoggerMessage(1142, LogLevel.Error, "Token {Token} cannot be read; its run waits until it is repaired")]
    public static partial void TokenUnreadable(this ILogger logger, string token);

    [LoggerMessage(1151, LogLevel.Warning, "Queue {Queue} could not be read")]
    public static partial void ReceiveFailed(this ILogger logger, Exception error, string queue);

    [LoggerMessage(1152, LogLevel.Error, "Message {Message} of queue {Queue} failed; it is tried again in 30 s")]
    public static partial void MessageFailed(this ILogger logger, Exception error, string message, string queue);

    [LoggerMessage(1161, LogLevel.Error, "Queue {Queue} could not be dealt with; its messages come back")]
    public static partial void PoisonQueueFailed(this ILogger logger, Exception error, string queue);

    [LoggerMessage(1172, LogLevel.Error, "A handler failed when it was told that this process stops; the stop goes on")]
    public static partial void NoticeFailed(this ILogger logger, Exception error);
}
