
namespace JobScheduler.Schedules;

/// <summary>Bounds of what all specs have.</summary>
internal static class SpecRules
{
    public static void Check(ScheduleSpec spec, string path, ErrorList errors)
    {
        ScheduleRules.CheckTimeZone(spec.TimeZone, ErrorList.Path(path, "timeZone"), errors);
        CheckTime(spec.StartAt, ErrorList.Path(path, "startAt"), errors);
        CheckTime(spec.EndAt, ErrorList.Path(path, "endAt"), errors);
        if (spec.EndAt <= spec.StartAt)
        {
            errors.Add(
                ErrorList.Path(path, "endAt"),
                $"must be after startAt ({Timestamp.Format(spec.StartAt.Value)})",
                ErrorList.Path(path, "startAt"));
        }

        if (spec.MaxRuns < 1)
        {
            errors.Add(ErrorList.Path(path, "maxRuns"), "must be 1 or more, or null for no limit");
        }

        CheckCalendars(spec, ErrorList.Path(path, "calendars"), errors);
    }

    public static void CheckTime(DateTimeOffset? time, string path, ErrorList errors)
    {
        if (time is { UtcDateTime.Year: < ScheduleRules.FirstYear or > ScheduleRules.LastYear })
        {
            errors.Add(path, $"must be in the years {ScheduleRules.FirstYear} to {ScheduleRules.LastYear}");
        }
    }

    private static void CheckCalendars(ScheduleSpec spec, string path, ErrorList errors)
    {
        if (spec.Calendars.Count > ScheduleSpec.MostCalendars)
        {
            errors.Add(path, $"has {spec.Calendars.Count} calendars; at most {ScheduleSpec.MostCalendars} are allowed");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(spec.Calendars.Count, ScheduleSpec.MostCalendars); i++)
        {
            var use = spec.Calendars[i];
            MemberBounds.Check(use, $"{path}[{i}]", errors);
            if (!Identifier.IsValid(use.Id))
            {
                errors.Add($"{path}[{i}].id", $"must be {Identifier.Rule}");
            }
            else if (!seen.Add(use.Id))
            {
                errors.Add($"{path}[{i}].id", $"'{use.Id}' is listed twice");
            }

            if (use.Shift != CalendarShift.None && spec is not CronSpec)
            {
                errors.Add($"{path}[{i}].shift", "moves only fires of cron schedules; use none");
            }
        }
    }
}
