namespace JobScheduler.Shards;

/// <summary>Runs of one commit that wait for a gate in another shard, and share a message when they are granted their places.</summary>
public sealed class DraftBatch(string gate, string id)
{
    public string Gate { get; } = gate;

    public string Id { get; } = id;

    public int Runs { get; set; }
}
