using Microsoft.Extensions.Logging;

namespace JobScheduler.Shards;

/// <summary>Log events of shards: 1001 to 1099.</summary>
internal static partial class ShardEvents
{
    [LoggerMessage(
        1001, LogLevel.Error, "A commit of {Parts} parts in shard {Shard} is beyond the limits of storage; they go on one by one")]
    public static partial void CommitSplit(this ILogger logger, Exception error, int shard, int parts);

    [LoggerMessage(1002, LogLevel.Warning, "Message {Message} could not be sent to queue {Queue}; its guard will ring")]
    public static partial void MessageNotSent(this ILogger logger, Exception error, string queue, string? message);
}
