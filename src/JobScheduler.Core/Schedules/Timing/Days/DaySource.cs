namespace JobScheduler.Schedules.Timing.Days;

/// <summary>A day whose times take place on another day, or on itself.</summary>
/// <param name="Day">The day, counted as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Calendar">Who moved it; null: nobody.</param>
internal readonly record struct DaySource(int Day, UsedCalendar? Calendar);
