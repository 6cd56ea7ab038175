using System.ComponentModel;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Contracts;

[Description("What a schedule does when things are not as planned.")]
public sealed record SchedulePolicyContract
{
    [Description("Fires that were missed while no clock was ticking. fireOnce: one run for the latest, which says how many were missed and since when. fireAll: one each, in order, up to maxCatchUp. skip: none; a skipped run says how many. Default fireOnce.")]
    public MisfireRule Misfire { get; init; }

    [Description("How far back missed fires count. Default 1h.")]
    public TimeSpan CatchUpWindow { get; init; }

    [Description("With fireAll: at most so many of the missed fires, the latest ones.")]
    [DefaultValue(10)]
    public int MaxCatchUp { get; init; }

    [Description("A fire while a run of this schedule is queued or running. skip: no run. allow: both. queueOne: it waits, and a newer one takes its place. queueAll: it waits in line. cancelPrevious: the previous run is canceled first. Default skip.")]
    public OverlapRule Overlap { get; init; }

    public static SchedulePolicyContract Of(SchedulePolicy policy) => new()
    {
        Misfire = policy.Misfire,
        CatchUpWindow = policy.CatchUpWindow,
        MaxCatchUp = policy.MaxCatchUp,
        Overlap = policy.Overlap,
    };
}
