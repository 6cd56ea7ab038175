namespace JobScheduler.Schedules;

/// <summary>A schedule as it was written.</summary>
internal sealed record ScheduleChanged(ScheduleRecord Schedule, HeldSchedule Held, bool Created);
