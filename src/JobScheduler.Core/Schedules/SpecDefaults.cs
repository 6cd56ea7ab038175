using JobScheduler.Text;

namespace JobScheduler.Schedules;

/// <summary>What a request may leave open, and a stored spec does not.</summary>
public static class SpecDefaults
{
    /// <summary><see cref="OnceSpec.After"/> becomes <see cref="OnceSpec.At"/>, and a missing <see cref="IntervalSpec.Anchor"/> is one interval from now.</summary>
    /// <param name="spec">A spec that <see cref="ScheduleRules"/> found valid.</param>
    /// <param name="now">When it is written.</param>
    public static ScheduleSpec Resolve(ScheduleSpec spec, DateTimeOffset now) => spec switch
    {
        OnceSpec { At: null, After: { } after } once => once with { At = Timestamp.Cut(now + after), After = null },
        IntervalSpec { Anchor: null } interval => interval with { Anchor = Timestamp.Cut(now + interval.Every) },
        _ => spec,
    };
}
