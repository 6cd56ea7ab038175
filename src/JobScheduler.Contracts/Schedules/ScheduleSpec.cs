using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>
/// When a schedule fires: once, at intervals, or by a cron expression. Members of the other types must be absent or null.
/// </summary>
/// <remarks>The discriminator is <c>type</c>, on the wire and in rows.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(OnceSpec), "once")]
[JsonDerivedType(typeof(IntervalSpec), "interval")]
[JsonDerivedType(typeof(CronSpec), "cron")]
public abstract record ScheduleSpec
{
    public const int MostCalendars = 16;

    /// <summary>An IANA or Windows time zone id.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>No fire before this time; null: no bound.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>No fire at or after this time; null: no bound.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>The schedule ends after this many runs; null: no limit. Skipped fires do not count.</summary>
    public int? MaxRuns { get; init; }

    /// <summary>A fire's run is due up to this much later than its nominal time; how much is fixed for each fire.</summary>
    [DurationRange("0s", "24h")]
    public TimeSpan Jitter { get; init; }

    /// <summary>All of them must allow the day of a fire.</summary>
    public IReadOnlyList<CalendarUse> Calendars { get; init; } = [];
}

/// <summary>The types of specs, for filters.</summary>
[JsonConverter(typeof(WordConverter<SpecType>))]
public enum SpecType
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>See <see cref="OnceSpec"/>.</summary>
    Once = 0,

    /// <summary>See <see cref="IntervalSpec"/>.</summary>
    Interval,

    /// <summary>See <see cref="CronSpec"/>.</summary>
    Cron,
}

/// <summary>A single fire. Give either at or after; startAt, endAt and maxRuns must be null.</summary>
public sealed record OnceSpec : ScheduleSpec
{
    /// <summary>When it fires; may be years ahead.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Instead of at: this long after the schedule is written. Stored as at, and shown so from then on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? After { get; init; }
}

/// <summary>Fires at equal intervals of elapsed time, whatever wall clocks do.</summary>
public sealed record IntervalSpec : ScheduleSpec
{
    [DurationRange("1s", "366d")]
    public required TimeSpan Every { get; init; }

    /// <summary>
    /// rate: counted from the anchor, without drift, however late a run is. delay: this long after the previous run ends.
    /// </summary>
    public IntervalMode Mode { get; init; } = IntervalMode.Rate;

    /// <summary>
    /// The first fire, from which rate counts. Null in a request: the first fire comes one interval after the schedule was created, even
    /// if it is written again later.
    /// </summary>
    public DateTimeOffset? Anchor { get; init; }
}

/// <summary>What an interval is measured from.</summary>
[JsonConverter(typeof(WordConverter<IntervalMode>))]
public enum IntervalMode
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>From the anchor: no drift, however late a run is.</summary>
    Rate = 0,

    /// <summary>From the end of the previous run.</summary>
    Delay,
}

/// <summary>Fires at wall-clock times in the schedule's time zone.</summary>
public sealed record CronSpec : ScheduleSpec
{
    /// <summary>
    /// 5 fields (minute, hour, day of month, month, day of week), or 6 with seconds first, or a macro such as @daily. L, W, #, ?, names
    /// and H (spread by the ids of job and schedule) are supported. If day of month and day of week are both restricted, both must match.
    /// </summary>
    public required string Cron { get; init; }

    /// <summary>What happens when the clocks change.</summary>
    public DstPolicy Dst { get; init; } = new();

    /// <summary><c>CronSpec.Of("30 7 * * MON-FRI", "Europe/Berlin")</c>: an expression in a time zone, the rest at its default.</summary>
    /// <param name="cron">See <see cref="Cron"/>.</param>
    /// <param name="timeZone">An IANA or Windows time zone id.</param>
    public static CronSpec Of(string cron, string timeZone = "UTC") => new() { Cron = cron, TimeZone = timeZone };
}

/// <summary>What happens at wall-clock times that a clock change skips or repeats.</summary>
public sealed record DstPolicy
{
    /// <summary>
    /// At a time that does not exist. skip: no fire. nextValid: one fire when the gap ends. shift: later by the length of the gap. auto:
    /// nextValid for fixed times of day, skip for every-n-minutes expressions.
    /// </summary>
    public GapRule Gap { get; init; } = GapRule.Auto;

    /// <summary>
    /// At a time that exists twice: which of the two fires. auto: first for fixed times of day, both for every-n-minutes expressions.
    /// </summary>
    public RepeatRule Overlap { get; init; } = RepeatRule.Auto;
}

/// <summary>What happens at a wall-clock time that does not exist because the clocks go forward over it.</summary>
[JsonConverter(typeof(WordConverter<GapRule>))]
public enum GapRule
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary><see cref="NextValid"/> for fixed times of day, <see cref="Skip"/> for every-n-minutes expressions.</summary>
    Auto = 0,

    /// <summary>No fire.</summary>
    Skip,

    /// <summary>One fire when the gap ends.</summary>
    NextValid,

    /// <summary>Later by the length of the gap.</summary>
    Shift,
}

/// <summary>What happens at a wall-clock time that exists twice because the clocks go back over it.</summary>
[JsonConverter(typeof(WordConverter<RepeatRule>))]
public enum RepeatRule
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary><see cref="First"/> for fixed times of day, <see cref="Both"/> for every-n-minutes expressions.</summary>
    Auto = 0,
    First,
    Second,
    Both,
}

/// <summary>A schedule's use of a calendar.</summary>
/// <param name="Id">The calendar's id.</param>
/// <param name="Shift">
/// What happens to a fire on a day that the calendar does not allow. none: it is skipped. next, previous (cron only): it moves to the
/// nearest day after or before that all calendars allow, at the same time of day.
/// </param>
public sealed record CalendarUse(string Id, CalendarShift Shift = CalendarShift.None);

/// <summary>What happens to a fire on a day that a calendar does not allow.</summary>
[JsonConverter(typeof(WordConverter<CalendarShift>))]
public enum CalendarShift
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>It is skipped.</summary>
    None = 0,

    /// <summary>It moves to the next day that all calendars allow, at the same time of day.</summary>
    Next,

    /// <summary>It moves to the last day before that all calendars allow, at the same time of day.</summary>
    Previous,
}
