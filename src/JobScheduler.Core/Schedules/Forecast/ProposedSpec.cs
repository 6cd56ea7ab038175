namespace JobScheduler.Schedules.Forecast;

/// <summary>The rules of a spec to be previewed, beyond those of all specs.</summary>
internal static class ProposedSpec
{
    /// <summary>Refuses <c>H</c> without a schedule: its value depends on the schedule's name.</summary>
    public static void CheckSpread(ScheduleSpec spec, string? job, string? schedule, string path, ErrorList errors)
    {
        if (spec is CronSpec { Cron: { } cron } && (job is null || schedule is null)
            && cron.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).Any(field => field[0] is 'H' or 'h'))
        {
            errors.Add(
                ErrorList.Path(path, "cron"),
                "H depends on the ids of job and schedule; give jobId and scheduleId, which need not exist",
                "jobId",
                "scheduleId");
        }
    }

    /// <summary>The ids of calendars that can be looked up.</summary>
    public static IEnumerable<string> CalendarIds(ScheduleSpec spec) => spec.Calendars.Select(use => use.Id).Where(Identifier.IsValid);

    /// <summary>Refuses calendars that do not exist.</summary>
    public static void CheckCalendars(
        ScheduleSpec spec, IReadOnlyDictionary<string, CalendarDefinition> found, string path, ErrorList errors)
    {
        for (var i = 0; i < spec.Calendars.Count; i++)
        {
            var id = spec.Calendars[i].Id;
            if (Identifier.IsValid(id) && !found.ContainsKey(id))
            {
                errors.Add($"{ErrorList.Path(path, "calendars")}[{i}].id", $"there is no calendar '{id}'");
            }
        }
    }
}
