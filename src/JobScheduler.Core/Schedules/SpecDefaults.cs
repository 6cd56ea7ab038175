namespace JobScheduler.Schedules;

/// <summary>What a request may leave open, and a stored spec does not.</summary>
public static class SpecDefaults
{
    /// <summary>
    /// As it is stored: <see cref="OnceSpec.After"/> becomes <see cref="OnceSpec.At"/>, and the anchor of an interval of mode rate is
    /// the moment of its creation, which a later write that leaves it open again keeps.
    /// </summary>
    /// <param name="spec">A spec that <see cref="ScheduleRules"/> found valid.</param>
    /// <param name="now">When it is written.</param>
    /// <param name="before">What it replaces; null: it is new.</param>
    public static ScheduleSpec Resolve(ScheduleSpec spec, DateTimeOffset now, ScheduleSpec? before = null) => spec switch
    {
        OnceSpec { After: { } after } once => once with { At = Timestamp.Cut(now + after), After = null },
        OnceSpec { At: { } at } once => once with { At = Timestamp.Cut(at) },
        IntervalSpec { Mode: IntervalMode.Rate, Anchor: null } rate =>
            rate with { Anchor = (before as IntervalSpec)?.Anchor ?? Timestamp.Cut(now) },
        _ => spec,
    };

    /// <summary>To be looked at without being stored: an interval's anchor is its first fire, one interval from now.</summary>
    public static ScheduleSpec Propose(ScheduleSpec spec, DateTimeOffset now) => spec is IntervalSpec { Anchor: null } interval
        ? interval with { Anchor = Timestamp.Cut(now + interval.Every) }
        : Resolve(spec, now);
}
