using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosting.Loops;

/// <summary>What the loops log.</summary>
internal static partial class LoopEvents
{
    [LoggerMessage(5001, LogLevel.Error, "The {Loop} ended unexpectedly; it restarts in {Seconds} s")]
    public static partial void Restarting(ILogger logger, Exception? failure, string loop, double seconds);

    [LoggerMessage(5002, LogLevel.Error, "The {Loop} failed while stopping")]
    public static partial void FailedAtStop(ILogger logger, Exception failure, string loop);

    [LoggerMessage(
        5011,
        LogLevel.Information,
        "Stopping: no new work is started; {Running} {Have} {Grace} to end")]
    public static partial void Stopping(ILogger logger, string running, string have, string grace);

    [LoggerMessage(5014, LogLevel.Information, "Stopping: nothing is running")]
    public static partial void StoppingIdle(ILogger logger);

    [LoggerMessage(
        5015, LogLevel.Information, "Stopping: no new work is started; {Running} {Are} handed back")]
    public static partial void StoppingAtOnce(ILogger logger, string running, string are);

    [LoggerMessage(5019, LogLevel.Information, "Asked to stop again: {Running} {Are} handed back now")]
    public static partial void Hurried(ILogger logger, string running, string are);

    [LoggerMessage(5013, LogLevel.Information, "Waiting for {Running}; what does not end within {Left} is handed back")]
    public static partial void WaitingFor(ILogger logger, string running, string left);

    [LoggerMessage(5016, LogLevel.Information, "Waiting for {Running}; told to end, and handed back if not")]
    public static partial void WaitingForEnd(ILogger logger, string running);

    [LoggerMessage(5017, LogLevel.Information, "Waiting for storage")]
    public static partial void WaitingForStorage(ILogger logger);

    [LoggerMessage(5018, LogLevel.Warning, "The host's time to stop is over; {Running} running attempts are left to their leases")]
    public static partial void CutShort(ILogger logger, int running);

    [LoggerMessage(5012, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);
}
