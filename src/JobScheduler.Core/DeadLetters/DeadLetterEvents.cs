using Microsoft.Extensions.Logging;

namespace JobScheduler.DeadLetters;

/// <summary>Log events of dead letters: 1301 to 1349.</summary>
internal static partial class DeadLetterEvents
{
    [LoggerMessage(1301, LogLevel.Warning, "Dead letter {DeadLetter}")]
    public static partial void DeadLetterArrived(this ILogger logger, string deadLetter);

    [LoggerMessage(1302, LogLevel.Error, "An unreadable message of queue {Queue} is kept as dead letter {DeadLetter}")]
    public static partial void MessageUnreadable(this ILogger logger, string queue, string deadLetter);

    [LoggerMessage(1303, LogLevel.Warning, "Run {Run} goes on alone: message {Message} was given up")]
    public static partial void RunSuspected(this ILogger logger, string run, string message);

    [LoggerMessage(1304, LogLevel.Information, "Dead letter {DeadLetter} of tenant {Tenant} was deleted by {Actor}")]
    public static partial void DeadLetterDeleted(this ILogger logger, string deadLetter, string tenant, string actor);
}
