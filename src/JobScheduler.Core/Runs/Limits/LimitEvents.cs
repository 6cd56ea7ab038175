using Microsoft.Extensions.Logging;

namespace JobScheduler.Runs;

/// <summary>Log events of limits.</summary>
internal static partial class LimitEvents
{
    [LoggerMessage(
        EventId = 2081,
        Level = LogLevel.Warning,
        Message = "The line at gate {Gate} of shard {Shard} could not be moved now; its alarm moves it later")]
    public static partial void LineNotMoved(this ILogger logger, Exception error, int shard, string gate);

    [LoggerMessage(
        EventId = 2082,
        Level = LogLevel.Warning,
        Message = "What was to be done at gate {Gate} could not be done now; alarms do it later")]
    public static partial void TicketsLeft(this ILogger logger, Exception error, string gate);
}
