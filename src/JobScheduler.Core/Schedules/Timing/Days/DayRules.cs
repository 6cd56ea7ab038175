namespace JobScheduler.Schedules.Timing.Days;

/// <summary>
/// The calendars of a schedule that judge days of its own zone. All must allow a day; the first that refuses it decides what
/// happens to it.
/// </summary>
internal sealed class DayRules(IReadOnlyList<UsedCalendar> calendars)
{
    /// <summary>The most days by which a fire is moved.</summary>
    public const int FarthestMove = 31;

    public bool AllowAll => calendars.Count == 0;

    public bool Moves { get; } = calendars.Any(calendar => calendar.Shift != CalendarShift.None);

    /// <summary>Who refuses a day; null: nobody.</summary>
    public UsedCalendar? RefusalOf(int day)
    {
        foreach (var calendar in calendars)
        {
            if (!calendar.Days.Allows(day))
            {
                return calendar;
            }
        }

        return null;
    }

    /// <summary>The first day at or after another that all allow; null: there is none, or the budget is spent.</summary>
    public int? NextAllowed(int day, SearchBudget budget)
    {
        while (RefusalOf(day) is { } refusal)
        {
            if (!budget.Spend() || refusal.Days.After(day) is not { } next || next > DateOnly.MaxValue.DayNumber)
            {
                return null;
            }

            day = next;
        }

        return day;
    }

    /// <summary>
    /// The days whose times take place on an allowed day: itself, and those of the refused days next to it, before and after, that are
    /// moved here.
    /// </summary>
    public IEnumerable<DaySource> SourcesOf(int target)
    {
        yield return new DaySource(target, null);
        for (var day = target - 1; day >= target - FarthestMove && RefusalOf(day) is { } refusal; day--)
        {
            if (refusal.Shift == CalendarShift.Next)
            {
                yield return new DaySource(day, refusal);
            }
        }

        for (var day = target + 1; day <= target + FarthestMove && RefusalOf(day) is { } refusal; day++)
        {
            if (refusal.Shift == CalendarShift.Previous)
            {
                yield return new DaySource(day, refusal);
            }
        }
    }

    /// <summary>Where a refused day's times take place; null: nowhere.</summary>
    public int? TargetOf(int refused, UsedCalendar refusal)
    {
        var step = refusal.Shift switch { CalendarShift.Next => 1, CalendarShift.Previous => -1, _ => 0 };
        for (var distance = 1; step != 0 && distance <= FarthestMove; distance++)
        {
            if (RefusalOf(refused + (step * distance)) is null)
            {
                return refused + (step * distance);
            }
        }

        return null;
    }
}

/// <summary>A day whose times take place on another day, or on itself.</summary>
/// <param name="Day">The day, counted as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="Calendar">Who moved it; null: nobody.</param>
internal readonly record struct DaySource(int Day, UsedCalendar? Calendar);
