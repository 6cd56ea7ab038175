using System.Diagnostics.CodeAnalysis;

namespace JobScheduler.Standalone.Loops;

/// <summary>A loop that is begun again when it ends although nobody told it to. Never dies silently, and never spins.</summary>
internal sealed partial class KeptLoop(string name, Func<CancellationToken, Task> loop, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>A loop that went on for so long is well; the next failure begins with a short pause again.</summary>
    private static readonly TimeSpan WellAfter = TimeSpan.FromMinutes(1);

    /// <summary>Returns when it was told to stop and the loop has ended.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The top of a loop: whatever ends it, it goes on.")]
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = FirstPause;
        while (!stopping.IsCancellationRequested)
        {
            var began = time.GetUtcNow();
            Exception? failure = null;
            try
            {
                await loop(stopping);
            }
            catch (Exception error)
            {
                failure = error;
            }

            if (stopping.IsCancellationRequested)
            {
                if (failure is not (null or OperationCanceledException))
                {
                    LogFailedAtStop(logger, failure, name);
                }

                return;
            }

            pause = time.GetUtcNow() - began >= WellAfter ? FirstPause : pause;
            LogRestart(logger, failure, name, pause.TotalSeconds);
            await Task.WhenAny(Task.Delay(pause, time, stopping));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "The {Loop} ended unexpectedly; it begins again in {Seconds} s")]
    private static partial void LogRestart(ILogger logger, Exception? failure, string loop, double seconds);

    [LoggerMessage(5002, LogLevel.Error, "The {Loop} failed while it was stopping")]
    private static partial void LogFailedAtStop(ILogger logger, Exception failure, string loop);
}
