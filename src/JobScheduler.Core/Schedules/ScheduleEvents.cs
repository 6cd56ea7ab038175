using Microsoft.Extensions.Logging;

namespace JobScheduler.Schedules;

/// <summary>What is logged of schedules and calendars: events 1271 to 1299.</summary>
internal static partial class ScheduleEvents
{
    [LoggerMessage(1271, LogLevel.Debug, "Run {Run}: {Job}/{Schedule} fires for {Nominal} {Skipped}")]
    public static partial void Fired(
        this ILogger logger, string run, string job, string schedule, DateTimeOffset nominal, string skipped);

    [LoggerMessage(1272, LogLevel.Warning, "Shard {Shard}: alarm {Alarm} has no schedule; it is deleted")]
    public static partial void AlarmOrphaned(this ILogger logger, int shard, string alarm);

    [LoggerMessage(1281, LogLevel.Information, "Schedule {Job}/{Schedule} of tenant {Tenant} was deleted by {Actor}")]
    public static partial void ScheduleDeleted(this ILogger logger, string tenant, string job, string schedule, string actor);

    [LoggerMessage(1282, LogLevel.Information, "Calendar {Calendar} of tenant {Tenant} was deleted by {Actor}")]
    public static partial void CalendarDeleted(this ILogger logger, string tenant, string calendar, string actor);
}
