namespace JobScheduler.Client;

/// <summary>A fire to come.</summary>
public sealed record PreviewedFire
{
    public required DateTimeOffset NominalAt { get; init; }

    /// <summary>The same on the wall clock of the schedule's zone, with its offset: <c>2026-03-29T03:00:00+02:00</c>.</summary>
    public required string LocalTime { get; init; }

    /// <summary>What was done to it, for people: <c>dst gap: 02:30 does not exist, runs at 03:00</c>.</summary>
    public IReadOnlyList<string> Notes
    {
        get => field ?? [];
        init;
    }
}
