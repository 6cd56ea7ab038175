using JobScheduler.Shards;

namespace JobScheduler.Hosts;

/// <summary>A host of a tenant, and where its rows are.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Host">As <see cref="Targets.TargetClass"/> names it.</param>
/// <param name="Shard">Its home shard.</param>
public readonly record struct HostKey(string Tenant, string Host, int Shard)
{
    public string Partition => ShardMap.Partition(Shard);

    public string Trouble => Keys.HostState(Tenant, Host);

    public string Probe => Keys.HostProbe(Tenant, Host);

    public string Budget => Keys.HostBudget(Tenant, Host);

    public static HostKey Of(ShardMap map, string tenant, string host) => new(tenant, host, map.OfRecord(tenant, Keys.HostRecord, host));
}
