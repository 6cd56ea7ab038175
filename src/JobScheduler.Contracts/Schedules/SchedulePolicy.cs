using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>What a schedule does about missed fires and overlapping runs.</summary>
public sealed record SchedulePolicy
{
    public const int MostCatchUp = 1000;

    /// <summary>
    /// What happens to fires missed while no clock was running. fireOnce: one run for the latest, which says how many were missed and
    /// since when. fireAll: one run each, in order, up to maxCatchUp. skip: no run; one skipped run says how many were missed.
    /// </summary>
    public MisfireRule Misfire { get; init; } = MisfireRule.FireOnce;

    /// <summary>How far back missed fires are considered.</summary>
    [DurationRange("0s", "31d")]
    public TimeSpan CatchUpWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>With fireAll: at most this many of the missed fires, the latest ones.</summary>
    [Range(1, MostCatchUp)]
    public int MaxCatchUp { get; init; } = 10;

    /// <summary>
    /// What happens to a fire while a run of this schedule is queued or running. skip: the fire is skipped. allow: both run. queueOne: the
    /// new run waits, and a newer one replaces it. queueAll: every new run waits its turn. cancelPrevious: the previous run is canceled
    /// first.
    /// </summary>
    public OverlapRule Overlap { get; init; } = OverlapRule.Skip;
}

/// <summary>What happens to fires missed while no clock was running.</summary>
[JsonConverter(typeof(WordConverter<MisfireRule>))]
public enum MisfireRule
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>One run, for the latest, which says how many were missed and since when.</summary>
    FireOnce = 0,

    /// <summary>One run each, in order, up to <see cref="SchedulePolicy.MaxCatchUp"/>.</summary>
    FireAll,

    /// <summary>No run; one skipped run says how many were missed.</summary>
    Skip,
}

/// <summary>What happens to a fire while a run of the same schedule is queued or running.</summary>
[JsonConverter(typeof(WordConverter<OverlapRule>))]
public enum OverlapRule
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>The fire is skipped.</summary>
    Skip = 0,

    /// <summary>Both run.</summary>
    Allow,

    /// <summary>The new run waits, and a newer one replaces it.</summary>
    QueueOne,

    /// <summary>Every new run waits its turn.</summary>
    QueueAll,

    /// <summary>The previous run is canceled, and the new one waits for it to end.</summary>
    CancelPrevious,
}
