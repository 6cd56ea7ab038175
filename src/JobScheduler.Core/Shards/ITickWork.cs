namespace JobScheduler.Shards;

/// <summary>Work of a feature that a shard's clock does at the end of each tick, after the alarms.</summary>
public interface ITickWork
{
    /// <summary>Does what can be done now; bounded, so that a tick stays short.</summary>
    /// <returns>Whether something is left that cannot wait for an alarm: then the next tick is in a second.</returns>
    Task<bool> RunAsync(ShardTick tick);
}
