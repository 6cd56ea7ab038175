using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>
/// Notices that the clock has stopped, by the rows of the shards and not by the status of the orchestration: one that is "Running" may be
/// stuck forever. The very first start is the same case.
/// </summary>
public sealed class ClockWatchdog(ClockWatch watch, FleetClock clock, TimeProvider time, ILogger<ClockWatchdog> logger)
{
    /// <summary>Three times the longest sleep: a tick that is less late is not a failure.</summary>
    public static readonly TimeSpan Patience = 3 * ShardClock.LongestSleep;

    /// <summary>
    /// Checks once. A silent shard is ticked immediately, which is safe because of its epoch; if all are silent, the orchestration is then
    /// restarted. In this order, because due work must not wait for a restart. A single failing shard is no reason for a restart,
    /// which would disturb the others.
    /// </summary>
    /// <returns>Whether the orchestration was restarted.</returns>
    /// <exception cref="Storage.StorageException">Storage does not respond; the next check will come.</exception>
    public async Task<bool> LookAsync(IClockInstance instance, CancellationToken cancellation)
    {
        var last = await watch.LookAsync(cancellation);
        if (!IsSilent(last.Oldest))
        {
            return false;
        }

        var all = IsSilent(last.Newest);
        logger.ClockSilent(
            last.Oldest is { } at ? Timestamp.Format(at) : "no time yet",
            all ? "all shards are silent: it is started anew" : "a shard is silent: it is ticked");
        await clock.TickAsync();
        if (all)
        {
            await instance.RestartAsync(cancellation);
        }

        return all;
    }

    // A tick in the future was made by a clock that has since been set back.
    private bool IsSilent(DateTimeOffset? last) => last is not { } tick || (time.GetUtcNow() - tick).Duration() >= Patience;
}

/// <summary>Reads when the clocks of the shards last ticked, from the rows of the shards.</summary>
public sealed class ClockWatch(ShardMap map, IStorage storage)
{
    /// <summary>Reads the owner's row of every shard.</summary>
    /// <exception cref="StorageException">Storage does not respond.</exception>
    public async Task<LastTicks> LookAsync(CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, map.Count)
            .Select(shard => storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Owner, cancellation).AsTask()));
        DateTimeOffset?[] ticks = [.. rows.Select(row => row is null ? (DateTimeOffset?)null : OwnerRow.Read(row).LastTick)];
        return new LastTicks(ticks.Contains(null) ? null : ticks.Min(), ticks.Max());
    }
}

/// <summary>The last ticks over all shards.</summary>
/// <param name="Oldest">That of the shard that has been silent longest; null if one has never ticked.</param>
/// <param name="Newest">That of the shard that ticked last; null if none has ever ticked.</param>
public sealed record LastTicks(DateTimeOffset? Oldest, DateTimeOffset? Newest);

/// <summary>The running instance of <see cref="ClockOrchestration"/>, as far as the watchdog is concerned.</summary>
public interface IClockInstance
{
    /// <summary>
    /// Removes the instance, whatever state it reports, and starts a new one under <see cref="ClockOrchestration.InstanceId"/>. Safe to
    /// call concurrently: one of the callers starts it.
    /// </summary>
    Task RestartAsync(CancellationToken cancellation);
}
