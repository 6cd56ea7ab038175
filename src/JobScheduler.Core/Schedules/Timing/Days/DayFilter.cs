namespace JobScheduler.Schedules.Timing.Days;

/// <summary>Instants on the days that calendars allow, each in its own zone. The others are dropped.</summary>
internal sealed class DayFilter(IInstantTimes times, IReadOnlyList<ZonedCalendar> calendars) : IInstantTimes
{
    public IInstantTimes Times => times;

    public bool Filters => calendars.Count > 0;

    public long? Next(long from, SearchBudget budget)
    {
        while (times.Next(from, budget) is { } time)
        {
            from = time;
            foreach (var calendar in calendars)
            {
                if (calendar.Zone.DayAt(time) is var day && !calendar.Calendar.Days.Allows(day))
                {
                    if (calendar.Zone.GoOn(calendar.Calendar.Days.After(day), time) is not { } next)
                    {
                        return null;
                    }

                    from = Math.Max(from, next);
                }
            }

            if (from == time)
            {
                return time;
            }

            if (!budget.Spend())
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Who refuses an instant; null: nobody.</summary>
    public UsedCalendar? RefusalOf(long instant)
    {
        foreach (var calendar in calendars)
        {
            if (!calendar.Calendar.Days.Allows(calendar.Zone.DayAt(instant)))
            {
                return calendar.Calendar;
            }
        }

        return null;
    }
}
