using JobScheduler.Schedules.Timing.Cron;

namespace JobScheduler.Schedules;

/// <summary>The rules of what all specs have.</summary>
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
        if (time is { } given && !Timestamp.IsInRange(given))
        {
            errors.Add(path, Timestamp.RangeRule);
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

/// <summary>The rules of a cron expression.</summary>
internal static class CronRules
{
    public static void Check(CronSpec cron, string path, ErrorList errors)
    {
        MemberBounds.Check(cron.Dst, ErrorList.Path(path, "dst"), errors);
        // Whether H is written correctly does not depend on the values it takes.
        WallClockCron.TryParse(cron.Cron, spread: 0, out var messages);
        foreach (var message in messages)
        {
            errors.Add(ErrorList.Path(path, "cron"), message);
        }
    }
}

/// <summary>The rules of a spec that fires at equal intervals, besides the bounds of its members.</summary>
internal static class IntervalRules
{
    public static void Check(IntervalSpec interval, string path, ErrorList errors) =>
        SpecRules.CheckTime(interval.Anchor, ErrorList.Path(path, "anchor"), errors);
}

/// <summary>The rules of a spec that fires once.</summary>
internal static class OnceRules
{
    public static void Check(OnceSpec once, string path, ErrorList errors)
    {
        if (once.At is null == once.After is null)
        {
            errors.Add(
                ErrorList.Path(path, "at"),
                once.At is null ? "is missing; give at or after" : "give at or after, not both",
                ErrorList.Path(path, "after"));
        }

        SpecRules.CheckTime(once.At, ErrorList.Path(path, "at"), errors);
        if (once.After < TimeSpan.Zero || once.After > Duration.Longest)
        {
            errors.Add(ErrorList.Path(path, "after"), $"must be 0s to {Duration.Format(Duration.Longest)}");
        }

        Refuse(once.StartAt is not null, "startAt");
        Refuse(once.EndAt is not null, "endAt");
        Refuse(once.MaxRuns is not null, "maxRuns");

        void Refuse(bool given, string member)
        {
            if (given)
            {
                errors.Add(ErrorList.Path(path, member), "has no effect on a single fire; set it to null");
            }
        }
    }
}

/// <summary>Fills in what a request may leave open and a stored spec may not.</summary>
public static class SpecDefaults
{
    /// <summary>
    /// As it is stored: <see cref="OnceSpec.After"/> becomes <see cref="OnceSpec.At"/>, and the anchor of an interval of mode rate is
    /// the moment of its creation, which a later write without an anchor keeps.
    /// </summary>
    /// <param name="spec">A spec that <see cref="ScheduleRules"/> found valid.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="before">What it replaces; null: it is new.</param>
    public static ScheduleSpec Resolve(ScheduleSpec spec, DateTimeOffset now, ScheduleSpec? before = null) => spec switch
    {
        OnceSpec { After: { } after } once => once with { At = Timestamp.Cut(now + after), After = null },
        OnceSpec { At: { } at } once => once with { At = Timestamp.Cut(at) },
        IntervalSpec { Mode: IntervalMode.Rate, Anchor: null } rate =>
            rate with { Anchor = (before as IntervalSpec)?.Anchor ?? Timestamp.Cut(now) },
        _ => spec,
    };

    /// <summary>For a preview without storing it: an interval's anchor is its first fire, one interval from now.</summary>
    public static ScheduleSpec Propose(ScheduleSpec spec, DateTimeOffset now) => spec is IntervalSpec { Anchor: null } interval
        ? interval with { Anchor = Timestamp.Cut(now + interval.Every) }
        : Resolve(spec, now);
}
