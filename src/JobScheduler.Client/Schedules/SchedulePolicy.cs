namespace JobScheduler.Client;

/// <summary>What a schedule does when things are not as planned. What is null takes the server's default.</summary>
public sealed record SchedulePolicy
{
    /// <summary>Default once, for the latest.</summary>
    public MisfireRule? Misfire { get; init; }

    /// <summary>How far back missed fires count, up to 31 days. Default 1 h.</summary>
    public TimeSpan? CatchUpWindow { get; init; }

    /// <summary>With <see cref="MisfireRule.FireAll"/>: at most so many of the missed fires, the latest ones, 1 to 1,000. Default 10.</summary>
    public int? MaxCatchUp { get; init; }

    /// <summary>Default skip.</summary>
    public OverlapRule? Overlap { get; init; }
}
