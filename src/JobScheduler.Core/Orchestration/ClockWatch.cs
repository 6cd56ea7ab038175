using JobScheduler.Clock;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Orchestration;

/// <summary>When the clocks of all shards have last ticked, by the shards' own word and nobody else's.</summary>
public sealed class ClockWatch(ShardMap map, IStorage storage)
{
    /// <returns>The last tick of the shard that is silent for the longest; null when one has never ticked.</returns>
    /// <exception cref="StorageException">Storage does not answer.</exception>
    public async Task<DateTimeOffset?> LastTickAsync(CancellationToken cancellation)
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, map.Count)
            .Select(shard => storage.Tables.GetAsync(ShardMap.Partition(shard), Keys.Owner, cancellation).AsTask()));
        return rows.Contains(null) ? null : rows.Min(row => OwnerRow.Read(row!).LastTick);
    }
}
