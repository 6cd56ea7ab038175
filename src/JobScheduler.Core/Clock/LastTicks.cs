namespace JobScheduler.Clock;

/// <summary>The last ticks over all shards.</summary>
/// <param name="Oldest">Of the shard that is silent for the longest; null when one has never ticked.</param>
/// <param name="Newest">Of the shard that ticked last; null when none has ever ticked.</param>
public sealed record LastTicks(DateTimeOffset? Oldest, DateTimeOffset? Newest);
