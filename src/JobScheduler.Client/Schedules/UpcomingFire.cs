namespace JobScheduler.Client;

/// <summary>A fire to come of one of many schedules.</summary>
public sealed record UpcomingFire
{
    public required string JobId { get; init; }

    public required string ScheduleId { get; init; }

    public required DateTimeOffset NominalAt { get; init; }

    /// <summary>The same on the wall clock of the schedule's zone, with its offset: <c>2026-03-29T03:00:00+02:00</c>.</summary>
    public required string LocalTime { get; init; }

    /// <summary>What was done to it, for people.</summary>
    public IReadOnlyList<string> Notes
    {
        get => field ?? [];
        init;
    }
}
