using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>
/// Notices that the orchestrated clock has stopped, by the rows of the shards and not by the status of the orchestration: one that is
/// "Running" may be stuck forever. The very first start is the same case. Due work does not wait for it: what a dead instance had,
/// another one ticks within seconds (<see cref="ClockHints"/>).
/// </summary>
public sealed class ClockWatchdog(ClockWatch watch, FleetClock clock, TimeProvider time, ILogger<ClockWatchdog> logger)
{
    /// <summary>After the longest sleep: a turn that is less late than a minute is not a failure.</summary>
    public static readonly TimeSpan Patience = ClockTurn.LongestSleep + TimeSpan.FromMinutes(1);

    /// <summary>Three times the longest sleep of a shard's clock.</summary>
    public static readonly TimeSpan TickPatience = 3 * ShardClock.LongestSleep;

    /// <summary>
    /// Checks once. A silent shard is ticked immediately, which is safe because of its epoch; if no shard has had a turn, the orchestration
    /// is then restarted. In this order, because due work must not wait for a restart. A single failing shard is no reason for a
    /// restart, which would disturb the others.
    /// </summary>
    /// <returns>Whether the orchestration was restarted.</returns>
    /// <exception cref="Storage.StorageException">Storage does not respond; the next check will come.</exception>
    public async Task<bool> LookAsync(IClockInstance instance, CancellationToken cancellation)
    {
        if (clock.IsLooping && await watch.LastTurnAsync(cancellation) is { } turn && !IsSilent(turn, Patience))
        {
            // Silent shards are found by the looks of the loop.
            return false;
        }

        var last = await watch.LookAsync(cancellation);
        var noTurn = IsSilent(last.Turn, Patience);
        if (!noTurn && !IsSilent(last.Oldest, TickPatience))
        {
            return false;
        }

        logger.ClockSilent(
            (noTurn ? last.Turn : last.Oldest) is { } at ? Timestamp.Format(at) : "no time yet",
            noTurn ? "there was no turn since: it is started anew" : "a shard is silent: it is ticked");
        if (noTurn)
        {
            // Counts as a turn: the new instance has as much time for its first one.
            await clock.TickAsync();
            await instance.RestartAsync(cancellation);
        }
        else
        {
            await clock.TickAsync([.. last.Ticks.Index().Where(shard => IsSilent(shard.Item, TickPatience)).Select(shard => shard.Index)]);
        }

        return noTurn;
    }

    // A tick in the future was made by a clock that has since been set back.
    private bool IsSilent(DateTimeOffset? last, TimeSpan patience) =>
        last is not { } tick || (time.GetUtcNow() - tick).Duration() >= patience;
}

/// <summary>Reads when the clocks of the shards last ticked, from the rows of the shards.</summary>
public sealed class ClockWatch(ShardMap map, IStorage storage)
{
    /// <summary>Reads when the orchestrated clock had its last turn, from the one shard that each turn ticks.</summary>
    /// <exception cref="StorageException">Storage does not respond.</exception>
    public async Task<DateTimeOffset?> LastTurnAsync(CancellationToken cancellation) =>
        await storage.Tables.GetAsync(ShardMap.Partition(0), Keys.Owner, cancellation) is { } row ? OwnerRow.Read(row).LastTurn : null;

    /// <summary>Reads the owner's row of every shard.</summary>
    /// <exception cref="StorageException">Storage does not respond.</exception>
    public async Task<LastTicks> LookAsync(CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, map.Count)
            .Select(shard => storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Owner, cancellation).AsTask()));
        OwnerRow?[] owners = [.. rows.Select(row => row is null ? null : OwnerRow.Read(row))];
        return new LastTicks([.. owners.Select(owner => owner?.LastTick)], owners.Max(owner => owner?.LastTurn));
    }
}

/// <summary>The last ticks over all shards.</summary>
/// <param name="Ticks">By shard; null for one that has never ticked.</param>
/// <param name="Turn">The last turn of the orchestrated clock; null if there was none.</param>
public sealed record LastTicks(IReadOnlyList<DateTimeOffset?> Ticks, DateTimeOffset? Turn)
{
    /// <summary>The last tick of the shard that has been silent longest; null if one has never ticked.</summary>
    public DateTimeOffset? Oldest => Ticks.Contains(null) ? null : Ticks.Min();
}

/// <summary>The running instance of <see cref="ClockOrchestration"/>, as far as the watchdog is concerned.</summary>
public interface IClockInstance
{
    /// <summary>
    /// Removes the instance, whatever state it reports, and starts a new one under <see cref="ClockOrchestration.InstanceId"/>. Safe to
    /// call concurrently: one of the callers starts it.
    /// </summary>
    Task RestartAsync(CancellationToken cancellation);
}
