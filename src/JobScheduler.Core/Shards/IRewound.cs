using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>Rows of a feature that have to be looked at when time went back behind the last tick of their shard.</summary>
public interface IRewound
{
    /// <summary>What the keys of the rows begin with; all of a shard's are visited.</summary>
    string Prefix { get; }

    /// <summary>Brings one row back to the present; nothing when it is not ahead of it.</summary>
    Task RewindAsync(int shard, Row row);
}
