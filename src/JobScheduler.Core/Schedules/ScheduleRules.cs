using JobScheduler.Schedules.Timing.Cron;
using JobScheduler.Schedules.Timing.Zones;

namespace JobScheduler.Schedules;

/// <summary>What a schedule's definition must be. Shape has been checked before; here it is meaning and bounds. Pure.</summary>
public static class ScheduleRules
{
    /// <summary>256 characters.</summary>
    public const int LongestCron = CronText.Longest;

    /// <summary>Times before or after these years are refused: sums of times and spans never leave what can be stored.</summary>
    public const int FirstYear = 1970;

    /// <inheritdoc cref="FirstYear"/>
    public const int LastYear = 9000;

    /// <summary>All that is wrong with a definition, by the field paths of the API (<c>spec.cron</c>, <c>policy.maxCatchUp</c>).</summary>
    public static void Check(ScheduleDefinition definition, ErrorList errors)
    {
        MemberBounds.Check(definition, "", errors);
        CheckSpec(definition.Spec, "spec", errors);
        MemberBounds.Check(definition.Policy, "policy", errors);
    }

    /// <summary>
    /// All that is wrong with a spec, also that there is none; its calendars are checked for shape only.
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
    /// Whether a valid spec, with its calendars, fires at all at or after an instant; if not, the error says why and at which field. A
    /// calendar that is missing is as if it allowed every day.
    /// </summary>
    public static void CheckFires(
        ScheduleSpec spec, ScheduleIdentity identity, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now, string path, ErrorList errors) =>
        FiringRules.Check(spec, identity, calendars, now, path, errors);

    /// <summary>What is wrong with the id of a time zone, of a schedule or a calendar.</summary>
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
