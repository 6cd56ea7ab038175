using JobScheduler.Schedules.Timing.Cron;
using JobScheduler.Schedules.Timing.Days;
using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules.Timing;

/// <summary>
/// A spec as layers of times: the expression on a wall clock, the calendars' days (<see cref="AllowedTimes"/>), the zone
/// (<see cref="ZonedTimes"/>), calendars of other zones (<see cref="DayFilter"/>), the bounds.
/// </summary>
internal sealed class CompiledSpec
{
    private CompiledSpec(ScheduleSpec spec, ZoneClock zone)
    {
        Zone = zone;
        Start = Math.Max(spec.StartAt?.UtcTicks ?? 0, TimeBounds.First);
        End = Math.Min(spec.EndAt?.UtcTicks ?? long.MaxValue, TimeBounds.Last);
    }

    public ZoneClock Zone { get; }

    /// <summary>The first instant that is allowed.</summary>
    public long Start { get; }

    /// <summary>The first instant beyond the allowed ones.</summary>
    public long End { get; }

    /// <summary>Null when the spec is not a cron expression.</summary>
    public WallClockCron? Cron { get; private init; }

    /// <summary>The cron expression's times in its zone; null for other specs.</summary>
    public ZonedTimes? Zoned { get; private init; }

    /// <summary>The calendars that judge wall-clock times of a cron expression.</summary>
    public required DayRules Rules { get; init; }

    /// <summary>The last layer before the bounds.</summary>
    public required DayFilter Times { get; init; }

    /// <summary>All instants that the calendars allow; null for cron.</summary>
    public DayFilter? Allowed { get; private init; }

    /// <exception cref="ArgumentException">The spec is not valid.</exception>
    public static CompiledSpec Of(ScheduleSpec spec, ScheduleIdentity identity, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        var zone = new ZoneClock(ZoneIds.TryFind(spec.TimeZone, out var found) ? found : throw Invalid(nameof(spec.TimeZone)));
        var used = Used(spec, zone, calendars);
        if (spec is not CronSpec cron)
        {
            var times = spec is IntervalSpec { Mode: IntervalMode.Delay } delay
                ? FirstOf(delay, used)
                : new DayFilter(Instants(spec), used);
            return new CompiledSpec(spec, zone) { Rules = new DayRules([]), Times = times, Allowed = new DayFilter(new AnyTime(), used) };
        }

        var expression = WallClockCron.TryParse(cron.Cron, identity.Spread, out _) ?? throw Invalid(nameof(cron.Cron));
        var rules = new DayRules([.. used.Where(calendar => calendar.Zone == zone).Select(calendar => calendar.Calendar)]);
        var zoned = new ZonedTimes(new AllowedTimes(expression, rules), zone, GapOf(cron.Dst, expression), RepeatOf(cron.Dst, expression));
        return new CompiledSpec(spec, zone)
        {
            Cron = expression,
            Zoned = zoned,
            Rules = rules,
            Times = new DayFilter(zoned, [.. used.Where(calendar => calendar.Zone != zone)]),
        };
    }

    /// <summary>The first fire at or after an instant.</summary>
    public long? Next(long from) => Times.Next(Math.Max(from, Start), new SearchBudget()) is { } next && next < End ? next : null;

    /// <summary>The first instant at or after another that bounds and calendars allow.</summary>
    public long? NextAllowed(long from) =>
        Allowed?.Next(Math.Max(from, Start), new SearchBudget()) is { } next && next < End ? next : null;

    private static IInstantTimes Instants(ScheduleSpec spec) => spec switch
    {
        OnceSpec once => new SingleTime(Milliseconds(once.At ?? throw Invalid(nameof(once.At)))),
        IntervalSpec { Anchor: { } anchor, Every: var every } when every >= TimeSpan.FromMilliseconds(1) =>
            new RateTimes(Milliseconds(anchor), every.Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond),
        IntervalSpec => throw Invalid(nameof(IntervalSpec.Anchor)),
        _ => throw Invalid(spec.GetType().Name),
    };

    // A first fire that the start or the calendars do not allow is postponed; if it were dropped, the others would have nothing to follow.
    private static DayFilter FirstOf(IntervalSpec delay, List<ZonedCalendar> used)
    {
        var earliest = delay.Anchor is { } anchor ? Math.Max(Milliseconds(anchor), delay.StartAt?.UtcTicks ?? 0) : (long?)null;
        return new DayFilter(
            new SingleTime(earliest is { } from ? new DayFilter(new AnyTime(), used).Next(from, new SearchBudget()) : null), []);
    }

    private static List<ZonedCalendar> Used(ScheduleSpec spec, ZoneClock zone, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        var used = new List<ZonedCalendar>();
        foreach (var use in spec.Calendars)
        {
            if (calendars.TryGetValue(use.Id, out var definition))
            {
                used.Add(
                    new ZonedCalendar(new UsedCalendar(use.Id, use.Shift, new CompiledCalendar(definition)), ZoneOf(definition, zone)));
            }
        }

        return used;
    }

    // The schedule's own clock when the calendar names the same zone: then the calendar judges wall-clock times and may move them.
    private static ZoneClock ZoneOf(CalendarDefinition definition, ZoneClock own)
    {
        if (definition.TimeZone is not { } id)
        {
            return own;
        }

        var zone = ZoneIds.TryFind(id, out var found) ? found : throw Invalid(nameof(definition.TimeZone));
        return ZoneIds.AreSame(zone, own.Zone) ? own : new ZoneClock(zone);
    }

    private static GapRule GapOf(DstPolicy policy, WallClockCron cron) =>
        policy.Gap != GapRule.Auto ? policy.Gap : cron.IsInterval ? GapRule.Skip : GapRule.NextValid;

    private static RepeatRule RepeatOf(DstPolicy policy, WallClockCron cron) =>
        policy.Overlap != RepeatRule.Auto ? policy.Overlap : cron.IsInterval ? RepeatRule.Both : RepeatRule.First;

    private static long Milliseconds(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond;

    private static ArgumentException Invalid(string member) => new($"The spec is not valid: {member}. ScheduleRules says why.");
}
