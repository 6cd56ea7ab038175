using System.Text.Json.Serialization;

namespace JobScheduler;

/// <summary>The status of a job: a projection of its runs.</summary>
public sealed record JobStatus
{
    /// <summary>Something queued, running or retrying: pending; else something scheduled: scheduled; else how the last run ended.</summary>
    public required JobStatusKind Status { get; init; }

    /// <summary>The newest ended run; null for none.</summary>
    public Run? LastRun { get; init; }

    /// <summary>When its next run or fire is due; null: nothing is planned.</summary>
    public DateTimeOffset? NextFireAt { get; init; }

    /// <summary>How many runs are in each state that is not an end; counting stops at 1,000.</summary>
    public required IReadOnlyDictionary<RunState, int> Unfinished { get; init; }
}

/// <summary>The four statuses of a job.</summary>
[JsonConverter(typeof(WordConverter<JobStatusKind>))]
public enum JobStatusKind
{
    /// <summary>A value of a newer server; cannot be sent.</summary>
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
