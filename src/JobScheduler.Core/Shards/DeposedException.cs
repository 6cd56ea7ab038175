namespace JobScheduler.Shards;

/// <summary>Another process owns the shard's clock now; the tick ends without having written anything more.</summary>
internal sealed class DeposedException(int shard) : Exception($"another process owns the clock of shard {shard}");
