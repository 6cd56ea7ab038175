using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

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
