using JobScheduler.TestKit;

namespace JobScheduler.Core.Tests.Schedules.Oracle;

/// <summary>Where the times of a day take place, found by going from day to day.</summary>
internal sealed class NaiveDays(IReadOnlyList<CalendarUse> uses, IReadOnlyDictionary<string, CalendarDefinition> calendars)
{
    public static bool Allows(CalendarDefinition calendar, DateOnly day)
    {
        var listed = calendar.Dates.Contains(day)
            || calendar.Weekdays.Contains(day.DayOfWeek)
            || calendar.Ranges.Any(range => range.From <= day && day <= range.To);
        return calendar.Kind == CalendarKind.Include ? listed : !listed;
    }

    public DateOnly? TargetOf(DateOnly day)
    {
        if (uses.FirstOrDefault(use => !Allows(calendars[use.Id], day)) is not { } refusal)
        {
            return day;
        }

        for (var i = 1; i <= 31 && refusal.Shift != CalendarShift.None; i++)
        {
            var other = day.AddDays(refusal.Shift == CalendarShift.Next ? i : -i);
            if (uses.All(use => Allows(calendars[use.Id], other)))
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>The times of an expression from some days on, after their moves.</summary>
    public HashSet<DateTime> Times(NaiveCron cron, DateOnly from, int days)
    {
        var times = new HashSet<DateTime>();
        for (var day = from; day < from.AddDays(days); day = day.AddDays(1))
        {
            var target = TargetOf(day);
            for (var minute = 0; target is not null && minute < 1440; minute++)
            {
                var time = TimeOnly.MinValue.AddMinutes(minute);
                if (cron.Matches(day.ToDateTime(time)))
                {
                    times.Add(target.Value.ToDateTime(time));
                }
            }
        }

        return times;
    }
}
