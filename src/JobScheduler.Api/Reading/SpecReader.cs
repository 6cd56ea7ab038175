using JobScheduler.Schedules;

namespace JobScheduler.Api.Reading;

/// <summary>Reads when a schedule fires. The type decides which members there may be, wherever it stands in the object.</summary>
internal static class SpecReader
{
    private const string Once = "once";
    private const string Interval = "interval";
    private const string Cron = "cron";
    private const string Types = $"must be \"{Once}\", \"{Interval}\" or \"{Cron}\"";

    /// <summary>The members that only one type has.</summary>
    private static readonly (string Type, string[] Members)[] Own =
        [(Once, ["at", "after"]), (Interval, ["every", "mode", "anchor"]), (Cron, ["cron", "dst"])];

    /// <summary>The spec under <c>spec</c>, which must be there. Null, or not to be used, when there are errors.</summary>
    public static ScheduleSpec? Read(ObjectReader owner)
    {
        if (owner.Inner("spec", required: true) is not { } reader)
        {
            return null;
        }

        var type = reader.Text("type", required: true);
        ScheduleSpec? spec = type switch
        {
            Once => ReadOnce(reader),
            Interval => new IntervalSpec
            {
                Every = reader.Span("every", required: true) ?? default,
                Mode = reader.Choice<IntervalMode>("mode") ?? default,
                Anchor = reader.Time("anchor"),
            },
            Cron => new CronSpec { Cron = reader.Text("cron", required: true) ?? "", Dst = ReadDst(reader) },
            _ => null,
        };
        if (spec is null)
        {
            // What else there may be depends on the type: without one, nothing more can be said.
            if (type is not null)
            {
                reader.Refuse("type", $"{Types}, not {MemberName.Shown(type)}");
            }

            return null;
        }

        spec = ReadShared(reader, spec);
        foreach (var (owning, members) in Own)
        {
            if (owning != type)
            {
                reader.LeaveTo($"the type \"{owning}\", and this is \"{type}\"", members);
            }
        }

        reader.Close();
        return spec;
    }

    private static OnceSpec ReadOnce(ObjectReader reader)
    {
        var spec = new OnceSpec { At = reader.Time("at"), After = reader.Span("after") };
        if (!reader.Has("at") && !reader.Has("after"))
        {
            reader.Refuse("at", "is required, or after");
        }

        return spec;
    }

    private static DstPolicy ReadDst(ObjectReader owner)
    {
        if (owner.Inner("dst") is not { } reader)
        {
            return new DstPolicy();
        }

        var dst = new DstPolicy { Gap = reader.Choice<GapRule>("gap") ?? default, Overlap = reader.Choice<RepeatRule>("overlap") ?? default };
        reader.Close();
        return dst;
    }

    private static ScheduleSpec ReadShared(ObjectReader reader, ScheduleSpec defaults) => defaults with
    {
        TimeZone = reader.Text("timeZone") ?? defaults.TimeZone,
        StartAt = reader.Time("startAt"),
        EndAt = reader.Time("endAt"),
        MaxRuns = reader.Whole("maxRuns"),
        Jitter = reader.Span("jitter") ?? defaults.Jitter,
        Calendars = reader.Objects("calendars", ReadUse) ?? [],
    };

    private static CalendarUse? ReadUse(ObjectReader reader)
    {
        var id = reader.Text("id", required: true);
        var shift = reader.Choice<CalendarShift>("shift") ?? default;
        return id is null ? null : new CalendarUse(id, shift);
    }
}
