namespace JobScheduler.Schedules;

/// <summary>A spec as it is once written: what a request says relative to that moment has become a time.</summary>
internal static class WrittenSpec
{
    /// <param name="spec">A valid one.</param>
    /// <param name="created">When its schedule was created: the anchor of an interval survives changes.</param>
    /// <param name="now">When it is written.</param>
    public static ScheduleSpec Of(ScheduleSpec spec, DateTimeOffset created, DateTimeOffset now) => spec switch
    {
        OnceSpec { At: null, After: { } after } once => once with { At = now + after, After = null },
        IntervalSpec { Anchor: null } interval => interval with { Anchor = created + interval.Every },
        _ => spec,
    };
}
