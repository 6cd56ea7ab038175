using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules.Timing.Days;

/// <summary>A calendar whose days begin and end in a zone.</summary>
internal sealed record ZonedCalendar(UsedCalendar Calendar, ZoneClock Zone);
