namespace JobScheduler.Client;

/// <summary>One fire. Exactly one of the two members is given; what is read back has <see cref="At"/>.</summary>
public sealed record OnceSpec : ScheduleSpec
{
    /// <summary>In the past means now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>So long after the schedule is written; the server makes it <see cref="At"/>.</summary>
    public TimeSpan? After { get; init; }
}
