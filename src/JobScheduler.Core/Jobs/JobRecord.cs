namespace JobScheduler.Jobs;

/// <summary>A job: its current version, and what belongs to no version.</summary>
public sealed record JobRecord
{
    public required string Tenant { get; init; }

    public required string Id { get; init; }

    /// <summary>Counts from 1; raised by each change of the definition, not by pausing.</summary>
    public required int Version { get; init; }

    public required JobDefinition Definition { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Null when the job is not paused.</summary>
    public JobPause? Pause { get; init; }

    /// <summary>Changes with every write; for <c>If-Match</c>.</summary>
    public string ETag { get; init; } = "";
}
