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

    /// <summary>An IANA or Windows id.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>No fire before it; null: no such bound.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>No fire at or after it; null: no such bound.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>After so many runs the schedule has ended; null: no limit. Skipped fires do not count.</summary>
    public int? MaxRuns { get; init; }

    /// <summary>A fire's run is due up to so much later than its nominal time, by a share that is fixed for each fire.</summary>
    [DurationRange("0s", "24h")]
    public TimeSpan Jitter { get; init; }

    /// <summary>All of them must allow the day of a fire.</summary>
    public IReadOnlyList<CalendarUse> Calendars { get; init; } = [];
}

/// <summary>One fire. Give one of at and after; startAt, endAt and maxRuns have no place here.</summary>
public sealed record OnceSpec : ScheduleSpec
{
    /// <summary>When; years ahead if need be.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>Instead of at: so long after the schedule is written. Shown as at from then on, and never stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? After { get; init; }
}

/// <summary>Fires in equal distances of elapsed time, whatever wall clocks do.</summary>
public sealed record IntervalSpec : ScheduleSpec
{
    [DurationRange("1s", "366d")]
    public required TimeSpan Every { get; init; }

    /// <summary>rate: anchored, without drift, however late a run is. delay: so long after the end of the previous run.</summary>
    public IntervalMode Mode { get; init; } = IntervalMode.Rate;

    /// <summary>
    /// The first fire, from which rate counts. Null in a request: one interval after the schedule was created, also when it is written
    /// again later.
    /// </summary>
    public DateTimeOffset? Anchor { get; init; }
}

/// <summary>What an interval is measured from.</summary>
[JsonConverter(typeof(WordConverter<IntervalMode>))]
public enum IntervalMode
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>From the anchor: no drift, however late a run is.</summary>
    Rate = 0,

    /// <summary>From the end of the previous run.</summary>
    Delay,
}

/// <summary>Fires at times of the wall clock in the schedule's zone.</summary>
public sealed record CronSpec : ScheduleSpec
{
    /// <summary>
    /// 5 fields (minute, hour, day of month, month, day of week), or 6 with seconds first, or a macro such as @daily. L, W, #, ?, names
    /// and H (spread by the schedule's name) are taken. When day of month and day of week are both restricted, both must match.
    /// </summary>
    public required string Cron { get; init; }

    /// <summary>What changes of the clocks do.</summary>
    public DstPolicy Dst { get; init; } = new();

    /// <summary><c>CronSpec.Of("30 7 * * MON-FRI", "Europe/Berlin")</c>: an expression in a zone, the rest by default.</summary>
    /// <param name="cron">See <see cref="Cron"/>.</param>
    /// <param name="timeZone">An IANA or Windows id.</param>
    public static CronSpec Of(string cron, string timeZone = "UTC") => new() { Cron = cron, TimeZone = timeZone };
}

/// <summary>What happens to wall-clock times that a change of the clocks skips or repeats.</summary>
public sealed record DstPolicy
{
    /// <summary>
    /// A time that does not exist. skip: no fire. nextValid: one when the gap ends. shift: later by the gap's length. auto: nextValid for
    /// fixed times of day, skip for every-n-minutes expressions.
    /// </summary>
    public GapRule Gap { get; init; } = GapRule.Auto;

    /// <summary>A time that exists twice. auto: first for fixed times of day, both for every-n-minutes expressions.</summary>
    public RepeatRule Overlap { get; init; } = RepeatRule.Auto;
}

/// <summary>A wall-clock time that does not exist, because the clocks go forward over it.</summary>
[JsonConverter(typeof(WordConverter<GapRule>))]
public enum GapRule
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>Fixed times of day as <see cref="NextValid"/>, every-n expressions as <see cref="Skip"/>.</summary>
    Auto = 0,

    /// <summary>No fire.</summary>
    Skip,

    /// <summary>One fire when the gap ends.</summary>
    NextValid,

    /// <summary>Later by the length of the gap.</summary>
    Shift,
}

/// <summary>A wall-clock time that exists twice, because the clocks go back over it.</summary>
[JsonConverter(typeof(WordConverter<RepeatRule>))]
public enum RepeatRule
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>Fixed times of day as <see cref="First"/>, every-n expressions as <see cref="Both"/>.</summary>
    Auto = 0,
    First,
    Second,
    Both,
}

/// <summary>A schedule's use of a calendar.</summary>
/// <param name="Id">The calendar.</param>
/// <param name="Shift">
/// A fire on a day that the calendar does not allow: none skips it; next and previous, only with cron, move it to the nearest day that
/// all calendars allow, at the same time of day.
/// </param>
public sealed record CalendarUse(string Id, CalendarShift Shift = CalendarShift.None);

/// <summary>What happens to a fire on a day that a calendar does not allow.</summary>
[JsonConverter(typeof(WordConverter<CalendarShift>))]
public enum CalendarShift
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>It is skipped.</summary>
    None = 0,

    /// <summary>It moves to the next day that all calendars allow, at the same time of day.</summary>
    Next,

    /// <summary>It moves to the last allowed day before, at the same time of day.</summary>
    Previous,
}
