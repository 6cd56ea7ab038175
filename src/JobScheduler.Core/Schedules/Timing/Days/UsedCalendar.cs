namespace JobScheduler.Schedules.Timing.Days;

/// <summary>A calendar as a schedule uses it.</summary>
internal sealed record UsedCalendar(string Id, CalendarShift Shift, CompiledCalendar Days);
