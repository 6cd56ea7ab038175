namespace JobScheduler.Runs;

/// <summary>Which runs to list; all given conditions must hold. An empty list is no condition.</summary>
public sealed record RunQuery
{
    public string? JobId { get; init; }

    public string? ScheduleId { get; init; }

    public string? BatchId { get; init; }

    public IReadOnlyList<RunState> States { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Due at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Due before.</summary>
    public DateTimeOffset? To { get; init; }
}
