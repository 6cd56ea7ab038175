using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Shards;

/// <summary>
/// Writes to shards. Parts that arrive while a commit of their shard is under way share the next one, so the number of commits
/// depends on the number of round trips, not of callers. If an operation fails, its part is evicted and the others continue.
/// </summary>
public sealed class ShardWriter
{
    private readonly ShardLane[] _lanes;

    public ShardWriter(ShardMap map, IStorage storage, BellRinger bells, TimeProvider time, Entropy entropy, ILogger<ShardWriter> logger)
    {
        _lanes = new ShardLane[map.Count];
        for (var shard = 0; shard < map.Count; shard++)
        {
            _lanes[shard] = new ShardLane(shard, storage.Tables, bells, time, entropy, logger);
        }
    }

    /// <summary>
    /// Commits the part and then sends its messages; a message that cannot be sent is not an error (its guard rings).
    /// </summary>
    /// <exception cref="StorageException">
    /// Storage failed for longer than the part's patience. With <see cref="StorageFault.Unknown"/> the part may have taken effect.
    /// </exception>
    public Task<PartOutcome> CommitAsync(int shard, CommitPart part) => _lanes[shard].CommitAsync(part);
}
