namespace JobScheduler.Client;

/// <summary>Which jobs; all given conditions must hold.</summary>
public sealed record JobFilter
{
    /// <summary>Part of the id, the name or the description, without regard to case.</summary>
    public string? Text { get; init; }

    /// <summary>Labels the job must have, as key:value.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    public bool? Paused { get; init; }
}
