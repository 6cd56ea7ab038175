using JobScheduler.Schedules.Timing;
using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules;

/// <summary>Finds the field that is to blame when a spec does not fire any more: takes parts of it away until it would.</summary>
internal static class FiringRules
{
    private static readonly Dictionary<string, CalendarDefinition> NoCalendars = [];

    public static void Check(
        ScheduleSpec spec, ScheduleIdentity identity, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now, string path, ErrorList errors)
    {
        if (!ShiftsAreRight(spec, calendars, path, errors))
        {
            return;
        }

        spec = SpecDefaults.Propose(spec, now);
        if (Next(spec, calendars) is not null)
        {
            return;
        }

        var open = spec with { EndAt = null };
        var (field, message) = (Next(open, NoCalendars), Next(open, calendars)) switch
        {
            (null, _) => Never(spec, identity, now),
            ({ } next, _) when next >= spec.EndAt => ("endAt", $"is not after the next fire, which would be at {Timestamp.Format(next)}"),
            (_, { } allowed) =>
                ("endAt", $"is not after the next fire that the calendars allow, which would be at {Timestamp.Format(allowed)}"),
            _ => ("calendars", $"never fires: {Refusal(spec)}"),
        };
        errors.Add(ErrorList.Path(path, field), message);

        DateTimeOffset? Next(ScheduleSpec part, IReadOnlyDictionary<string, CalendarDefinition> allowed) =>
            FireTimes.Of(part, identity, allowed).Next(now.UtcTicks == 0 ? now : now.AddTicks(-1));
    }

    private static (string Field, string Message) Never(ScheduleSpec spec, ScheduleIdentity identity, DateTimeOffset now) => spec switch
    {
        OnceSpec => ("at", $"is in the past; it is now {Timestamp.Format(now)}"),
        IntervalSpec => ("anchor", $"is in the past; it is now {Timestamp.Format(now)}"),
        _ when CompiledSpec.Of(spec, identity, NoCalendars).Cron is { FiresEver: false } =>
            ("cron", "never fires: no day of any year matches"),
        _ => ("dst.gap", "never fires: clock changes skip all its times"),
    };

    private static string Refusal(ScheduleSpec spec) => spec.Calendars switch
    {
        [var only] when spec is OnceSpec => $"calendar '{only.Id}' does not allow its day",
        [var only] => $"calendar '{only.Id}' allows none of its days",
        var all => $"calendars {string.Join(", ", all.Select(use => $"'{use.Id}'"))} together allow none of its days",
    };

    private static bool ShiftsAreRight(
        ScheduleSpec spec, IReadOnlyDictionary<string, CalendarDefinition> calendars, string path, ErrorList errors)
    {
        var right = true;
        for (var i = 0; i < spec.Calendars.Count; i++)
        {
            var use = spec.Calendars[i];
            if (use.Shift != CalendarShift.None
                && calendars.TryGetValue(use.Id, out var calendar)
                && calendar.TimeZone is { } zone
                && !ZoneIds.AreSame(zone, spec.TimeZone))
            {
                errors.Add(
                    ErrorList.Path(path, $"calendars[{i}].shift"),
                    $"calendar '{use.Id}' has days of {zone}; only days of the schedule's own zone ({spec.TimeZone}) can be moved; use none");
                right = false;
            }
        }

        return right;
    }
}
