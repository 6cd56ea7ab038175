using JobScheduler.Schedules.Timing;
using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules;

/// <summary>The rules of a schedule's definition. Its shape has been checked before; this is meaning and bounds. Pure.</summary>
public static class ScheduleRules
{
    /// <summary>Adds everything wrong with a definition, by the API's field paths (<c>spec.cron</c>, <c>policy.maxCatchUp</c>).</summary>
    public static void Check(ScheduleDefinition definition, ErrorList errors)
    {
        MemberBounds.Check(definition, "", errors);
        CheckSpec(definition.Spec, "spec", errors);
        MemberBounds.Check(definition.Policy, "policy", errors);
    }

    /// <summary>
    /// Adds everything that is wrong with a spec, including that there is none; its calendars are checked for shape only.
    /// </summary>
    public static void CheckSpec(ScheduleSpec? spec, string path, ErrorList errors)
    {
        if (spec is null)
        {
            errors.Add(path, "is required");
            return;
        }

        MemberBounds.Check(spec, path, errors);
        SpecRules.Check(spec, path, errors);
        switch (spec)
        {
            case OnceSpec once:
                OnceRules.Check(once, path, errors);
                break;
            case IntervalSpec interval:
                IntervalRules.Check(interval, path, errors);
                break;
            case CronSpec cron:
                CronRules.Check(cron, path, errors);
                break;
        }
    }

    /// <summary>
    /// Checks that a valid spec, with its calendars, ever fires at or after an instant; if not, the error says why and at which field.
    /// A missing calendar counts as one that allows every day.
    /// </summary>
    public static void CheckFires(
        ScheduleSpec spec,
        ScheduleIdentity identity,
        IReadOnlyDictionary<string, CalendarDefinition> calendars,
        DateTimeOffset now,
        string path,
        ErrorList errors) =>
        FiringRules.Check(spec, identity, calendars, now, path, errors);

    /// <summary>Adds what is wrong with the time zone id of a schedule or a calendar.</summary>
    public static void CheckTimeZone(string id, string path, ErrorList errors)
    {
        if (!ZoneIds.TryFind(id, out _))
        {
            var hints = ZoneHints.For(id);
            errors.Add(
                path,
                "is not an IANA or Windows time zone id" + (
                    hints.Count > 0 ? $"; did you mean {string.Join(" or ", hints)}?" : ", such as Europe/Berlin or UTC"));
        }
    }
}

/// <summary>Finds the field to blame when a spec never fires: removes parts of it until it would.</summary>
internal static class FiringRules
{
    private static readonly Dictionary<string, CalendarDefinition> NoCalendars = [];

    public static void Check(
        ScheduleSpec spec,
        ScheduleIdentity identity,
        IReadOnlyDictionary<string, CalendarDefinition> calendars,
        DateTimeOffset now,
        string path,
        ErrorList errors)
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
                    $"calendar '{use.Id}' has days of {zone}; "
                    + $"only days of the schedule's own zone ({spec.TimeZone}) can be moved; use none");
                right = false;
            }
        }

        return right;
    }
}
