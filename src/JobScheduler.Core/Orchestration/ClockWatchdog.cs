using JobScheduler.Clock;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Orchestration;

/// <summary>
/// Notices that the clock stands still, by the shards' rows and not by what the orchestration says of itself: one that is "Running" may be
/// stuck for ever. The first start of all is the same case.
/// </summary>
public sealed partial class ClockWatchdog(ClockWatch watch, FleetClock clock, TimeProvider time, ILogger<ClockWatchdog> logger)
{
    /// <summary>Three times the longest sleep: a tick that is late by less than that is only late.</summary>
    public static readonly TimeSpan Patience = 3 * ShardClock.LongestSleep;

    /// <summary>
    /// Looks once. A clock that is silent is ticked here and now, which is safe by the epoch of its shards, and then its orchestration is
    /// started anew. In that order: the work that is due waits for nobody's restart.
    /// </summary>
    /// <returns>Whether the clock was silent.</returns>
    /// <exception cref="Storage.StorageException">Storage does not answer; the next look comes.</exception>
    public async Task<bool> LookAsync(IClockInstance instance, CancellationToken cancellation)
    {
        var last = await watch.LastTickAsync(cancellation);
        var silence = time.GetUtcNow() - last;
        if (silence < Patience)
        {
            return false;
        }

        LogSilent(logger, silence);
        await clock.TickAsync();
        await instance.RestartAsync(cancellation);
        return true;
    }

    [LoggerMessage(1251, LogLevel.Warning, "The clock is silent for {Silence} (empty: it has never ticked); it is ticked, and started anew")]
    private static partial void LogSilent(ILogger logger, TimeSpan? silence);
}
