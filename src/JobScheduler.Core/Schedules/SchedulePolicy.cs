namespace JobScheduler.Schedules;

/// <summary>What a schedule does when things are not as planned.</summary>
public sealed record SchedulePolicy
{
    public MisfireRule Misfire { get; init; } = MisfireRule.FireOnce;

    /// <summary>How far back missed fires count. Default 1 h.</summary>
    public TimeSpan CatchUpWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>With <see cref="MisfireRule.FireAll"/>: at most so many of the missed fires, the latest ones. Default 10.</summary>
    public int MaxCatchUp { get; init; } = 10;

    public OverlapRule Overlap { get; init; } = OverlapRule.Skip;
}

/// <summary>What happens to fires that were missed while no clock was ticking.</summary>
public enum MisfireRule
{
    /// <summary>One run, for the latest; it says how many were missed and since when.</summary>
    FireOnce,

    /// <summary>A run each, in order, up to <see cref="SchedulePolicy.MaxCatchUp"/>.</summary>
    FireAll,

    /// <summary>None; a record says how many.</summary>
    Skip,
}

/// <summary>What happens to a fire while a run of the same schedule is queued or running.</summary>
public enum OverlapRule
{
    Skip,

    /// <summary>Both.</summary>
    Allow,

    /// <summary>It waits; a newer one takes its place in line.</summary>
    QueueOne,

    /// <summary>It waits in line.</summary>
    QueueAll,

    /// <summary>The previous run is canceled, and it waits for that.</summary>
    CancelPrevious,
}
