namespace JobScheduler.Jobs;

/// <summary>Which jobs to list; all given conditions must hold.</summary>
public sealed record JobQuery
{
    /// <summary>Part of the id, the name or the description, without regard to case.</summary>
    public string? Text { get; init; }

    /// <summary>Labels the job must have.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public bool? Paused { get; init; }

    public bool Matches(JobRecord job) =>
        (Paused is not { } paused || paused == (job.Pause is not null))
        && (Text is not { Length: > 0 } text
            || job.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
            || job.Definition.Name?.Contains(text, StringComparison.OrdinalIgnoreCase) == true
            || job.Definition.Description?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
        && Labels.All(label => job.Definition.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
