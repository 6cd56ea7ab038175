namespace JobScheduler.Client;

/// <summary>Fires in equal distances of elapsed time, whatever wall clocks do.</summary>
public sealed record IntervalSpec : ScheduleSpec
{
    /// <summary>1 s to 366 days.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>Default rate.</summary>
    public IntervalMode? Mode { get; init; }

    /// <summary>
    /// The first fire; with mode rate the others are whole multiples of <see cref="Every"/> from it. Default: one interval after the
    /// schedule was created, also when it is written again later.
    /// </summary>
    public DateTimeOffset? Anchor { get; init; }
}
