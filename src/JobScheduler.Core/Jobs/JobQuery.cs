namespace JobScheduler.Jobs;

/// <summary>Which jobs to list; all given conditions must hold.</summary>
public sealed record JobQuery
{
    /// <summary>Part of the id, the name or the description, without regard to case.</summary>
    public string? Text { get; init; }

    /// <summary>Labels the job must have.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public bool? Paused { get; init; }
}
