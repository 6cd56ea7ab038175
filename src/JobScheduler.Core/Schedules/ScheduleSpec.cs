using System.Text.Json.Serialization;

namespace JobScheduler.Schedules;

/// <summary>When a schedule fires. A closed hierarchy; the stored discriminator is <c>type</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(OnceSpec), "once")]
[JsonDerivedType(typeof(IntervalSpec), "interval")]
[JsonDerivedType(typeof(CronSpec), "cron")]
public abstract record ScheduleSpec
{
    /// <summary>An IANA or Windows id. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>No fire before it; null: none.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>No fire at or after it; null: none.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>After so many runs the schedule has ended; null: no limit. Skipped fires do not count.</summary>
    public int? MaxRuns { get; init; }

    /// <summary>A fire's run is due up to so much later than its nominal time, by a share that is fixed for each fire.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>All of them must allow the day of a fire.</summary>
    public IReadOnlyList<CalendarUse> Calendars { get; init; } = [];
}

/// <summary>One fire.</summary>
public sealed record OnceSpec : ScheduleSpec
{
    /// <summary>When; null in a request that gives <see cref="After"/>.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>So long after the schedule is written, which makes it <see cref="At"/>; never stored.</summary>
    [JsonIgnore]
    public TimeSpan? After { get; init; }
}

/// <summary>Fires in equal distances of elapsed time, whatever wall clocks do.</summary>
public sealed record IntervalSpec : ScheduleSpec
{
    public required TimeSpan Every { get; init; }

    public IntervalMode Mode { get; init; }

    /// <summary>
    /// The first fire; rate: the others are whole multiples of <see cref="Every"/> after it. Null in a request: one interval after the
    /// schedule was created; a stored spec of mode rate always has it.
    /// </summary>
    public DateTimeOffset? Anchor { get; init; }
}

public enum IntervalMode
{
    /// <summary>Anchored: no drift, however late a run is.</summary>
    Rate,

    /// <summary>So long after the end of the previous run.</summary>
    Delay,
}

/// <summary>Fires at times of the wall clock in the schedule's zone.</summary>
public sealed record CronSpec : ScheduleSpec
{
    /// <summary>5 or 6 fields (with seconds), or a macro such as <c>@daily</c>.</summary>
    public required string Cron { get; init; }

    public DstPolicy Dst { get; init; } = new();
}

/// <summary>What happens to wall-clock times that a change of the clocks skips or repeats.</summary>
public sealed record DstPolicy
{
    public GapRule Gap { get; init; }

    public RepeatRule Overlap { get; init; }
}

/// <summary>A wall-clock time that does not exist.</summary>
public enum GapRule
{
    /// <summary>Fixed times of day as <see cref="NextValid"/>, every-n expressions as <see cref="Skip"/>.</summary>
    Auto,

    /// <summary>No fire.</summary>
    Skip,

    /// <summary>One fire when the gap ends.</summary>
    NextValid,

    /// <summary>Later by the length of the gap.</summary>
    Shift,
}

/// <summary>A wall-clock time that exists twice.</summary>
public enum RepeatRule
{
    /// <summary>Fixed times of day as <see cref="First"/>, every-n expressions as <see cref="Both"/>.</summary>
    Auto,

    First,

    Second,

    Both,
}

/// <summary>A schedule's use of a calendar.</summary>
/// <param name="Id">The calendar.</param>
/// <param name="Shift">What happens to a fire on a day that it does not allow.</param>
public sealed record CalendarUse(string Id, CalendarShift Shift = CalendarShift.None);

/// <summary>What happens to a fire on a day that a calendar does not allow.</summary>
public enum CalendarShift
{
    /// <summary>It is skipped.</summary>
    None,

    /// <summary>It moves to the next day that all calendars allow, at the same time of day.</summary>
    Next,

    /// <summary>It moves to the last allowed day before, at the same time of day.</summary>
    Previous,
}
