using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosting.Loops;

/// <summary>A loop that is restarted whenever it ends without having been asked to. It never dies silently, and never spins.</summary>
internal sealed class KeptLoop(string name, Func<CancellationToken, Task> loop, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>After running for this long a loop counts as healthy; its next failure starts with a short pause again.</summary>
    private static readonly TimeSpan WellAfter = TimeSpan.FromMinutes(1);

    /// <summary>Returns once it was asked to stop and the loop has ended.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The top of a loop: whatever ends it, it is restarted.")]
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
                    LoopEvents.FailedAtStop(logger, failure, name);
                }

                return;
            }

            pause = time.GetUtcNow() - began >= WellAfter ? FirstPause : pause;
            LoopEvents.Restarting(logger, failure, name, pause.TotalSeconds);
            await Task.WhenAny(Task.Delay(pause, time, stopping));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
