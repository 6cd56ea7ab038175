using Microsoft.Extensions.Logging;

namespace JobScheduler.Targets.Handlers;

/// <summary>The scope that names the attempt in what a handler logs.</summary>
internal static class HandlerEvents
{
    private static readonly Func<ILogger, string, string?, int, IDisposable?> Attempt =
        LoggerMessage.DefineScope<string, string?, int>("Run {RunId} of {JobId}, attempt {Attempt}");

    public static IDisposable? BeginAttempt(this ILogger logger, string run, string? job, int attempt) =>
        Attempt(logger, run, job, attempt);
}
