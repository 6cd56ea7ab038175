namespace JobScheduler.Schedules.Timing.Days;

/// <summary>
/// Times of a wall clock on the days that calendars allow; those of other days are dropped or moved by whole days. A day is that of the
/// time as the expression means it, before clock changes are considered.
/// </summary>
internal sealed class AllowedTimes(IWallClockTimes times, DayRules rules) : IWallClockTimes
{
    public IWallClockTimes Times => times;

    public DayRules Rules => rules;

    public long? Next(long from, SearchBudget budget) => rules.Moves ? NextMoved(from, budget) : NextKept(from, budget);

    private long? NextKept(long from, SearchBudget budget)
    {
        while (times.Next(from, budget) is { } time)
        {
            var day = (int)(time / TimeSpan.TicksPerDay);
            if (rules.NextAllowed(day, budget) is not { } allowed)
            {
                return null;
            }

            if (allowed == day)
            {
                return time;
            }

            from = allowed * TimeSpan.TicksPerDay;
            if (!budget.Spend())
            {
                return null;
            }
        }

        return null;
    }

    private long? NextMoved(long from, SearchBudget budget)
    {
        var day = (int)(from / TimeSpan.TicksPerDay);
        var earliest = from % TimeSpan.TicksPerDay;
        while (budget.Spend())
        {
            if (rules.NextAllowed(day, budget) is not { } allowed)
            {
                return null;
            }

            if (allowed != day)
            {
                (day, earliest) = (allowed, 0);
            }

            // Days that no time can be moved to are skipped at once.
            if (FirstSource(day - DayRules.FarthestMove, budget) is not { } source)
            {
                return null;
            }

            if (source - DayRules.FarthestMove > day)
            {
                (day, earliest) = (source - DayRules.FarthestMove, 0);
                continue;
            }

            if (EarliestOn(day, earliest, budget) is { } time)
            {
                return (day * TimeSpan.TicksPerDay) + time;
            }

            (day, earliest) = (day + 1, 0);
        }

        return null;
    }

    /// <summary>The first day, at or after another, that has times which take place somewhere.</summary>
    private int? FirstSource(int from, SearchBudget budget)
    {
        while (times.Next(from * TimeSpan.TicksPerDay, budget) is { } time)
        {
            var day = (int)(time / TimeSpan.TicksPerDay);
            if (rules.RefusalOf(day) is not { } refusal || rules.TargetOf(day, refusal) is not null)
            {
                return day;
            }

            from = day + 1;
            if (!budget.Spend(refusal.Shift == CalendarShift.None ? 1 : SearchBudget.Large))
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>The first time of day, at or after another, of all days whose times take place on this one.</summary>
    private long? EarliestOn(int day, long from, SearchBudget budget)
    {
        long? earliest = null;
        foreach (var source in rules.SourcesOf(day))
        {
            var start = source.Day * TimeSpan.TicksPerDay;
            if (times.Next(start + from, budget) is { } time && time - start < (earliest ?? TimeSpan.TicksPerDay))
            {
                earliest = time - start;
            }
        }

        return earliest;
    }
}
