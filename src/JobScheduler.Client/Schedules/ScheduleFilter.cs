namespace JobScheduler.Client;

/// <summary>Selects schedules: all given conditions must hold.</summary>
public sealed record ScheduleFilter
{
    /// <summary>The job's id.</summary>
    public string? JobId { get; init; }

    /// <summary>Part of the schedule's id or of its job's id, ignoring case.</summary>
    public string? Text { get; init; }

    public bool? Paused { get; init; }

    /// <summary>Of any of these types.</summary>
    public IReadOnlyList<SpecType>? Types { get; init; }
}
