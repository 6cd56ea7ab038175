using JobScheduler.Schedules.Calendars;
using JobScheduler.Schedules.Timing;

namespace JobScheduler.Schedules;

/// <summary>The times of an interval of mode delay: each depends on the end of the run before.</summary>
internal static class DelayTimes
{
    /// <summary>Intervals that may fall on days which calendars do not allow, one after the other, before the schedule has ended.</summary>
    private const int MostRefused = 10_000;

    /// <summary>The first time that is a whole number of intervals after the end and that the calendars allow; null: there is none.</summary>
    public static DateTimeOffset? Next(
        IntervalSpec spec, DateTimeOffset end, ScheduleIdentity identity, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        var next = end;
        for (var refused = 0; refused <= MostRefused && spec.Every < DateTimeOffset.MaxValue - next; refused++)
        {
            next += spec.Every;
            if (spec.StartAt > next)
            {
                next = spec.StartAt.Value;
            }

            if (next >= spec.EndAt)
            {
                return null;
            }

            if (FireTimes.Of(spec with { Anchor = next }, identity, calendars).Next(next.AddMilliseconds(-1)) == next)
            {
                return next;
            }
        }

        return null;
    }
}
