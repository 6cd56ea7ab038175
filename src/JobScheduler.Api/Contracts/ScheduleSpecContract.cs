using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Serialization;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Contracts;

/// <summary>When a schedule fires.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(OnceSpecContract), "once")]
[JsonDerivedType(typeof(IntervalSpecContract), "interval")]
[JsonDerivedType(typeof(CronSpecContract), "cron")]
[Description("When a schedule fires: once, at intervals, or by a cron expression. Members of the other types must be absent or null.")]
public abstract record ScheduleSpecContract
{
    [Description("An IANA or Windows id.")]
    [DefaultValue("UTC")]
    public string TimeZone { get; init; } = "UTC";

    [Description("No fire before it; null: no such bound.")]
    public DateTimeOffset? StartAt { get; init; }

    [Description("No fire at or after it; null: no such bound.")]
    public DateTimeOffset? EndAt { get; init; }

    [Description("After so many runs the schedule has ended; null: no limit. Skipped fires do not count.")]
    public int? MaxRuns { get; init; }

    [Description("A fire's run is due up to so much later than its nominal time, by a share that is fixed for each fire. Default 0s.")]
    public TimeSpan Jitter { get; init; }

    [Description("All of them must allow the day of a fire.")]
    public IReadOnlyList<CalendarUseContract> Calendars { get; init; } = [];

    public static ScheduleSpecContract Of(ScheduleSpec spec)
    {
        ScheduleSpecContract contract = spec switch
        {
            OnceSpec once => new OnceSpecContract { At = once.At, After = once.After },
            IntervalSpec interval => new IntervalSpecContract { Every = interval.Every, Mode = interval.Mode, Anchor = interval.Anchor },
            CronSpec cron => new CronSpecContract { Cron = cron.Cron, Dst = new DstContract { Gap = cron.Dst.Gap, Overlap = cron.Dst.Overlap } },
            _ => throw new UnreachableException($"no contract shows a {spec.GetType().Name}"),
        };
        return contract with
        {
            TimeZone = spec.TimeZone,
            StartAt = spec.StartAt,
            EndAt = spec.EndAt,
            MaxRuns = spec.MaxRuns,
            Jitter = spec.Jitter,
            Calendars = [.. spec.Calendars.Select(use => new CalendarUseContract { Id = use.Id, Shift = use.Shift })],
        };
    }
}
