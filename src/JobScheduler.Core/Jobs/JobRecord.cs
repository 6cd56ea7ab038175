using JobScheduler.Shards.Records;

namespace JobScheduler.Jobs;

/// <summary>A job: its current version, and what belongs to no version.</summary>
public sealed record JobRecord : StoredRecord
{
    /// <summary>Counts from 1; raised by each change of the definition, not by pausing.</summary>
    public required int Version { get; init; }

    public required JobDefinition Definition { get; init; }

    /// <summary>Null when the job is not paused.</summary>
    public JobPause? Pause { get; init; }
}
