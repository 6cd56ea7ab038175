using JobScheduler.Shards;

namespace JobScheduler.Gates;

/// <summary>The gate of a group; its rows are in the shard of the group.</summary>
internal readonly record struct GroupGate(string Tenant, string Group)
{
    /// <summary>The prefix of its keys.</summary>
    public string Prefix => Keys.GroupGate(Tenant, Group);

    /// <summary>The gate of a prefix of keys.</summary>
    public static GroupGate Read(string prefix)
    {
        var parts = prefix.Split('~');
        return new GroupGate(parts[1], parts[2]);
    }

    /// <summary>Its shard.</summary>
    public int HomeIn(ShardMap map) => map.OfRecord(Tenant, Keys.GroupRecord, Group);
}
