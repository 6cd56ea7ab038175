using JobScheduler.Storage;

namespace JobScheduler.Shards.Records;

/// <summary>Where a record is.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Id">Which; unique in the tenant.</param>
/// <param name="Row">The key of its row.</param>
/// <param name="Shard">Its home shard.</param>
public sealed record RecordKey(string Tenant, string Id, string Row, int Shard)
{
    /// <summary>Its id as callers know it, when that is unique only within something else.</summary>
    public string Name { get; init; } = Id;

    public string Partition => ShardMap.Partition(Shard);

    internal ValueTask<Row?> GetAsync(IStorage storage, CancellationToken cancellation) =>
        storage.Tables.GetAsync(Partition, Row, cancellation);
}
