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
        "Stopping: no new work is started; {Running} running attempts have {Grace}. Interrupt again to exit at once")]
    public static partial void Stopping(ILogger logger, int running, string grace);

    [LoggerMessage(5013, LogLevel.Information, "Waiting for {Running}")]
    public static partial void WaitingFor(ILogger logger, string running);

    [LoggerMessage(5012, LogLevel.Information, "Stopped")]
    public static partial void Stopped(ILogger logger);
}
