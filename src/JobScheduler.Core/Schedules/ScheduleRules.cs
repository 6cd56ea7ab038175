using JobScheduler.Schedules.Calendars;

namespace JobScheduler.Schedules;

/// <summary>What a schedule's definition must be. Shape has been checked before; here it is meaning and bounds. Pure.</summary>
public static class ScheduleRules
{
    /// <summary>All that is wrong with a definition, by the field paths of the API (<c>spec.cron</c>, <c>policy.maxCatchUp</c>).</summary>
    public static void Check(ScheduleDefinition definition, ErrorList errors) => throw new NotSupportedException();

    /// <summary>All that is wrong with a spec; its calendars are checked for shape only.</summary>
    public static void CheckSpec(ScheduleSpec spec, string path, ErrorList errors) => throw new NotSupportedException();

    /// <summary>Whether a valid spec, with its calendars, fires at all after an instant; if not, the error says why and at which field.</summary>
    public static void CheckFires(
        ScheduleSpec spec, ScheduleIdentity identity, IReadOnlyDictionary<string, CalendarDefinition> calendars, DateTimeOffset now, string path, ErrorList errors) =>
        throw new NotSupportedException();
}
