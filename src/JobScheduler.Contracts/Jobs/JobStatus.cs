using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>The status of a job, derived from its runs.</summary>
public sealed record JobStatus
{
    /// <summary>
    /// pending: a run is queued, running or retrying, or nothing has ever been due. Otherwise scheduled, if a run or fire is planned; else
    /// completed or failed, as the last run ended.
    /// </summary>
    public required JobStatusKind Status { get; init; }

    /// <summary>The run that ended last; null: none has ended.</summary>
    public Run? LastRun { get; init; }

    /// <summary>When its next run or fire is due; null: none is planned.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>How many runs are in each state that is not terminal; counting stops at 1,000; runs due last are left out.</summary>
    public required IReadOnlyDictionary<RunState, int> Unfinished { get; init; }
}

/// <summary>The four statuses of a job.</summary>
[JsonConverter(typeof(WordConverter<JobStatusKind>))]
public enum JobStatusKind
{
    /// <summary>A value from a newer server; cannot be sent.</summary>
    Unknown = -1,

    /// <summary>Something is queued, running or retrying; or nothing has ever been due.</summary>
    Pending = 0,

    /// <summary>Nothing unfinished is due, and something is scheduled.</summary>
    Scheduled,

    /// <summary>The last run that ended succeeded.</summary>
    Completed,

    /// <summary>The last run that ended did not succeed.</summary>
    Failed,
}
