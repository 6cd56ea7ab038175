using JobScheduler.Shards;
using JobScheduler.Storage;
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

/// <summary>When the clocks of the shards have last ticked, by the shards' own word and nobody else's.</summary>
public sealed class ClockWatch(ShardMap map, IStorage storage)
{
    /// <summary>Reads the owner's row of every shard.</summary>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public async Task<LastTicks> LookAsync(CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, map.Count)
            .Select(shard => storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Owner, cancellation).AsTask()));
        DateTimeOffset?[] ticks = [.. rows.Select(row => row is null ? (DateTimeOffset?)null : OwnerRow.Read(row).LastTick)];
        return new LastTicks(ticks.Contains(null) ? null : ticks.Min(), ticks.Max());
    }
}

/// <summary>The last ticks over all shards.</summary>
/// <param name="Oldest">Of the shard that is silent for the longest; null when one has never ticked.</param>
/// <param name="Newest">Of the shard that ticked last; null when none has ever ticked.</param>
public sealed record LastTicks(DateTimeOffset? Oldest, DateTimeOffset? Newest);

/// <summary>The running instance of <see cref="ClockOrchestration"/>, as far as the watchdog has to do with it.</summary>
public interface IClockInstance
{
    /// <summary>
    /// Removes what is there, whatever state it says it is in, and starts the instance anew under
    /// <see cref="ClockOrchestration.InstanceId"/>. Safe to call when another process does the same: one of them starts it.
    /// </summary>
    Task RestartAsync(CancellationToken cancellation);
}
