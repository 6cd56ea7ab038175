using System.Collections.Concurrent;
using JobScheduler.TestKit;
using NodaTime;
using NodaTime.TimeZones;

namespace JobScheduler.Scenarios.Fires;

/// <summary>The nominal times of specs in a window, enumerated without anything of the scheduler.</summary>
internal sealed class NaiveTimes(DateTimeOffset from, DateTimeOffset to)
{
    private static readonly Dictionary<string, CalendarDefinition> NoCalendars = [];

    // Walking over a zone takes long, and oracles ask for the same weeks at every commit; tests run side by side.
    private static readonly ConcurrentDictionary<(string Zone, bool BySystem, DateTimeOffset From, DateTimeOffset To), NaiveZone> Zones =
        new();

    private static readonly DateTime Epoch = new(1970, 1, 1);

    private bool _bySystem;

    /// <summary>By the system's zones, which are not those of the scheduler.</summary>
    public static NaiveTimes BySystem(DateTimeOffset from, DateTimeOffset to) => new(from, to) { _bySystem = true };

    public List<DateTimeOffset> Of(ScheduleSpec spec) => Of(spec, NoCalendars);

    public List<DateTimeOffset> Of(ScheduleSpec spec, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        var times = spec switch
        {
            OnceSpec once => Allowed([once.At!.Value], spec, calendars),
            IntervalSpec rate => Allowed(Rate(rate), spec, calendars),
            CronSpec cron => Cron(cron, calendars),
            _ => throw new NotSupportedException(),
        };
        return
        [
            .. times.Where(time => time >= (spec.StartAt ?? from) && time >= from && time < (spec.EndAt ?? to) && time < to)
                .Distinct()
                .Order(),
        ];
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

    private static IEnumerable<DateTimeOffset> Allowed(
        IEnumerable<DateTimeOffset> times, ScheduleSpec spec, IReadOnlyDictionary<string, CalendarDefinition> calendars) =>
        times.Where(time => spec.Calendars.All(use => Allows(calendars[use.Id], DayAt(calendars[use.Id].TimeZone ?? spec.TimeZone, time))));

    private List<DateTimeOffset> Cron(CronSpec spec, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        var cron = new NaiveCron(spec.Cron);
        var gap = spec.Dst.Gap != GapRule.Auto ? spec.Dst.Gap : cron.IsInterval ? GapRule.Skip : GapRule.NextValid;
        var repeat = spec.Dst.Overlap != RepeatRule.Auto ? spec.Dst.Overlap : cron.IsInterval ? RepeatRule.Both : RepeatRule.First;
        var own = spec.Calendars.Where(use => calendars[use.Id].TimeZone is null || calendars[use.Id].TimeZone == spec.TimeZone).ToList();
        var others = spec.Calendars.Except(own).ToList();

        // Days that calendars move come from a month away; changes of the clocks move by a day at most.
        var reach = spec.Calendars.Count > 0 ? 32 : 2;
        var zone = Walked(spec.TimeZone);
        var fires = new List<DateTimeOffset>();
        for (var day = from.UtcDateTime.Date.AddDays(-reach); day < to.UtcDateTime.AddDays(reach); day = day.AddDays(1))
        {
            if (!cron.MatchesDay(day) || Target(day, own, calendars) is not { } target)
            {
                continue;
            }

            var midnight = (long)(target - Epoch).TotalSeconds;
            fires.AddRange(
                cron.TimesOfDay.SelectMany(time => zone.Instants(midnight + time, gap, repeat)).Select(DateTimeOffset.FromUnixTimeSeconds));
        }

        return [.. Allowed(fires, spec with { Calendars = others }, calendars)];
    }

    /// <summary>The zone over the whole months of the window, and a month more to both sides, because of days that are moved.</summary>
    private NaiveZone Walked(string id)
    {
        Func<DateTimeOffset, TimeSpan> offsetAt = _bySystem ? TimeZoneInfo.FindSystemTimeZoneById(id).GetUtcOffset : time =>
            OffsetAt(id, time);
        return Zones.GetOrAdd(
            (id, _bySystem, Month(from.AddDays(-33)), Month(to.AddDays(33)).AddMonths(1)),
            key => new NaiveZone(offsetAt, key.From, key.To));
    }

    private static DateTimeOffset Month(DateTimeOffset time) =>
        new(time.UtcDateTime.Year, time.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static TimeSpan OffsetAt(string zone, DateTimeOffset time) =>
        Zone(zone).GetUtcOffset(Instant.FromDateTimeOffset(time)).ToTimeSpan();

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
        DateOnly.FromDateTime(time.UtcDateTime + OffsetAt(zone, time));

    private static bool Allows(CalendarDefinition calendar, DateOnly day) =>
        (calendar.Dates.Contains(day)
            || calendar.Weekdays.Contains(day.DayOfWeek)
            || calendar.Ranges.Any(range => range.From <= day && day <= range.To))
        == (calendar.Kind == CalendarKind.Include);
}
