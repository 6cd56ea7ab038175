using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using NodaTime;
using NodaTime.TimeZones;

namespace JobScheduler.Scenarios.Fleet;

/// <summary>The nominal times of specs in a window, enumerated without anything of the scheduler.</summary>
internal sealed class NaiveTimes(DateTimeOffset from, DateTimeOffset to)
{
    private static readonly DateTime Epoch = new(1970, 1, 1);

    private readonly Dictionary<string, NaiveZone> _zones = [];

    public List<DateTimeOffset> Of(ScheduleSpec spec, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        var times = spec switch
        {
            OnceSpec once => Allowed([once.At!.Value], spec, calendars),
            IntervalSpec rate => Allowed(Rate(rate), spec, calendars),
            CronSpec cron => Cron(cron, calendars),
            _ => throw new NotSupportedException(),
        };
        return [.. times.Where(time => time >= (spec.StartAt ?? from) && time >= from && time < (spec.EndAt ?? to) && time < to).Distinct().Order()];
    }

    /// <summary>The expression with the values of <c>H</c> that one of its own fires shows.</summary>
    public static CronSpec Spread(CronSpec spec, DateTimeOffset fire)
    {
        var local = fire.UtcDateTime + Zone(spec.TimeZone).GetUtcOffset(Instant.FromDateTimeOffset(fire)).ToTimeSpan();
        var fields = spec.Cron.Split(' ');
        int[] shown = [local.Minute, local.Hour, local.Day, local.Month, (int)local.DayOfWeek];
        return spec with { Cron = string.Join(' ', fields.Select((field, i) => field == "H" ? $"{shown[i]}" : field)) };
    }

    public static DateTimeZone Zone(string id) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? DateTimeZoneProviders.Tzdb[TzdbDateTimeZoneSource.Default.WindowsToTzdbIds[id]];

    private IEnumerable<DateTimeOffset> Rate(IntervalSpec rate)
    {
        for (var time = rate.Anchor!.Value; time < to; time += rate.Every)
        {
            yield return time;
        }
    }

    private static IEnumerable<DateTimeOffset> Allowed(IEnumerable<DateTimeOffset> times, ScheduleSpec spec, IReadOnlyDictionary<string, CalendarDefinition> calendars) =>
        times.Where(time => spec.Calendars.All(use => Allows(calendars[use.Id], DayAt(calendars[use.Id].TimeZone ?? spec.TimeZone, time))));

    private List<DateTimeOffset> Cron(CronSpec spec, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        var cron = new NaiveCron(spec.Cron);
        var gap = spec.Dst.Gap != GapRule.Auto ? spec.Dst.Gap : cron.IsInterval ? GapRule.Skip : GapRule.NextValid;
        var repeat = spec.Dst.Overlap != RepeatRule.Auto ? spec.Dst.Overlap : cron.IsInterval ? RepeatRule.Both : RepeatRule.First;
        var own = spec.Calendars.Where(use => calendars[use.Id].TimeZone is null || calendars[use.Id].TimeZone == spec.TimeZone).ToList();
        var others = spec.Calendars.Except(own).ToList();
        if (!_zones.TryGetValue(spec.TimeZone, out var zone))
        {
            // A month to both sides, because of days that are moved.
            _zones.Add(spec.TimeZone, zone = new NaiveZone(Zone(spec.TimeZone), from.AddDays(-33), to.AddDays(33)));
        }

        var fires = new List<DateTimeOffset>();
        for (var day = from.UtcDateTime.Date.AddDays(-32); day < to.UtcDateTime.AddDays(32); day = day.AddDays(1))
        {
            if (!cron.MatchesDay(day) || Target(day, own, calendars) is not { } target)
            {
                continue;
            }

            var midnight = (long)(target - Epoch).TotalSeconds;
            fires.AddRange(cron.TimesOfDay.SelectMany(time => zone.Instants(midnight + time, gap, repeat)).Select(DateTimeOffset.FromUnixTimeSeconds));
        }

        return [.. Allowed(fires, spec with { Calendars = others }, calendars)];
    }

    private static DateTime? Target(DateTime day, List<CalendarUse> uses, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        bool Free(DateTime date) => uses.TrueForAll(use => Allows(calendars[use.Id], DateOnly.FromDateTime(date)));
        if (Free(day))
        {
            return day;
        }

        var shift = uses.Find(use => !Allows(calendars[use.Id], DateOnly.FromDateTime(day)))!.Shift;
        var step = shift switch { CalendarShift.Next => 1, CalendarShift.Previous => -1, _ => 0 };
        for (var distance = 1; step != 0 && distance <= 31; distance++)
        {
            if (Free(day.AddDays(step * distance)))
            {
                return day.AddDays(step * distance);
            }
        }

        return null;
    }

    private static DateOnly DayAt(string zone, DateTimeOffset time) =>
        DateOnly.FromDateTime(time.UtcDateTime + Zone(zone).GetUtcOffset(Instant.FromDateTimeOffset(time)).ToTimeSpan());

    private static bool Allows(CalendarDefinition calendar, DateOnly day) =>
        (calendar.Dates.Contains(day) || calendar.Weekdays.Contains(day.DayOfWeek) || calendar.Ranges.Any(range => range.From <= day && day <= range.To))
        == (calendar.Kind == CalendarKind.Include);
}
