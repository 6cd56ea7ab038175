using Microsoft.Extensions.Logging;

namespace JobScheduler.Targets.Handlers;

/// <summary>What is logged of handlers: events 2410 to 2419; and the scope that names the attempt in what they log themselves.</summary>
internal static partial class HandlerEvents
{
    private static readonly Func<ILogger, string, string?, int, IDisposable?> Attempt =
        LoggerMessage.DefineScope<string, string?, int>("Run {RunId} of {JobId}, attempt {Attempt}");

    /// <summary>With its exception, which the lines about the attempt do not have.</summary>
    [LoggerMessage(2410, LogLevel.Warning, "Run {Run}: handler {Handler} failed in attempt {Attempt}")]
    public static partial void HandlerFailed(this ILogger logger, Exception error, string run, string handler, int attempt);

    public static IDisposable? BeginAttempt(this ILogger logger, string run, string? job, int attempt) =>
        Attempt(logger, run, job, attempt);
}
