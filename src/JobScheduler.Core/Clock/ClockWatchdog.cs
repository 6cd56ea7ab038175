using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>
/// Notices that the clock stands still, by the shards' rows and not by what the orchestration says of itself: one that is "Running" may be
/// stuck for ever. The first start of all is the same case.
/// </summary>
public sealed partial class ClockWatchdog(ClockWatch watch, FleetClock clock, TimeProvider time, ILogger<ClockWatchdog> logger)
{
    /// <summary>Three times the longest sleep: a tick that is late by less than that is only late.</summary>
    public static readonly TimeSpan Patience = 3 * ShardClock.LongestSleep;

    /// <summary>
    /// Looks once. A shard that is silent is ticked here and now, which is safe by its epoch; when all are silent, the orchestration is
    /// started anew. In that order: the work that is due waits for nobody's restart. One shard that fails by itself is no reason for a
    /// restart, which would disturb the others.
    /// </summary>
    /// <returns>Whether the orchestration was started anew.</returns>
    /// <exception cref="Storage.StorageException">Storage does not answer; the next look comes.</exception>
    public async Task<bool> LookAsync(IClockInstance instance, CancellationToken cancellation)
    {
        var last = await watch.LookAsync(cancellation);
        if (!IsSilent(last.Oldest))
        {
            return false;
        }

        var all = IsSilent(last.Newest);
        LogSilent(logger, last.Oldest, all ? "all shards are" : "one shard is");
        await clock.TickAsync();
        if (all)
        {
            await instance.RestartAsync(cancellation);
        }

        return all;
    }

    // A tick in the future was made by a clock that has been put back since.
    private bool IsSilent(DateTimeOffset? last) => last is not { } tick || (time.GetUtcNow() - tick).Duration() >= Patience;

    [LoggerMessage(1251, LogLevel.Warning, "The clock has last ticked {LastTick} (empty: never), {Extent} silent; it is ticked, and started anew when all are")]
    private static partial void LogSilent(ILogger logger, DateTimeOffset? lastTick, string extent);
}
