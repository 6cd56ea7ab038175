using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>What a schedule does when things are not as planned.</summary>
public sealed record SchedulePolicy
{
    public const int MostCatchUp = 1000;

    /// <summary>
    /// Fires that were missed while no clock was ticking. fireOnce: one run for the latest, which says how many were missed and since when.
    /// fireAll: one each, in order, up to maxCatchUp. skip: none; a skipped run says how many.
    /// </summary>
    public MisfireRule Misfire { get; init; } = MisfireRule.FireOnce;

    /// <summary>How far back missed fires count.</summary>
    [DurationRange("0s", "31d")]
    public TimeSpan CatchUpWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>With fireAll: at most so many of the missed fires, the latest ones.</summary>
    [Range(1, MostCatchUp)]
    public int MaxCatchUp { get; init; } = 10;

    /// <summary>
    /// A fire while a run of this schedule is queued or running. skip: no run. allow: both. queueOne: it waits, and a newer one takes its
    /// place. queueAll: it waits in line. cancelPrevious: the previous run is canceled first.
    /// </summary>
    public OverlapRule Overlap { get; init; } = OverlapRule.Skip;
}

/// <summary>What happens to fires that were missed while no clock was ticking.</summary>
[JsonConverter(typeof(WordConverter<MisfireRule>))]
public enum MisfireRule
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>One run, for the latest; it says how many were missed and since when.</summary>
    FireOnce = 0,

    /// <summary>A run each, in order, up to <see cref="SchedulePolicy.MaxCatchUp"/>.</summary>
    FireAll,

    /// <summary>None; a record says how many.</summary>
    Skip,
}

/// <summary>What happens to a fire while a run of the same schedule is queued or running.</summary>
[JsonConverter(typeof(WordConverter<OverlapRule>))]
public enum OverlapRule
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>It is skipped.</summary>
    Skip = 0,

    /// <summary>Both run.</summary>
    Allow,

    /// <summary>It waits; a newer one takes its place in line.</summary>
    QueueOne,

    /// <summary>It waits in line.</summary>
    QueueAll,

    /// <summary>The previous run is canceled, and it waits for that.</summary>
    CancelPrevious,
}
