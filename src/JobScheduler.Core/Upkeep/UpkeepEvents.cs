using Microsoft.Extensions.Logging;

namespace JobScheduler.Upkeep;

/// <summary>Log events of repairs: 1261 to 1269.</summary>
internal static partial class UpkeepEvents
{
    [LoggerMessage(1261, LogLevel.Warning, "Run {Run} was {State} and its token {Token} was missing; it has a new one")]
    public static partial void RunRepaired(this ILogger logger, string run, RunState state, string token);

    [LoggerMessage(1262, LogLevel.Warning, "Schedule {Schedule} had lost its alarm; it has a new one")]
    public static partial void ScheduleRepaired(this ILogger logger, string schedule);
}
