using JobScheduler.Runs;

namespace JobScheduler.Jobs;

/// <summary>The four statuses of the requirement: a projection of the job's runs, never stored.</summary>
public enum JobStatusKind
{
    /// <summary>Something is queued, running or retrying; or nothing has ever been due.</summary>
    Pending,

    /// <summary>Nothing unfinished is due, and something is scheduled.</summary>
    Scheduled,

    /// <summary>The last run that ended succeeded.</summary>
    Completed,

    /// <summary>The last run that ended did not succeed.</summary>
    Failed,
}

/// <summary>The status of a job.</summary>
/// <param name="Kind">See <see cref="JobStatusKind"/>.</param>
/// <param name="LastRun">The newest ended run, or null.</param>
/// <param name="NextFireAt">The earliest scheduled run or fire of a schedule, or null.</param>
/// <param name="Unfinished">How many runs are in each state that is not terminal; counting stops at 1,000.</param>
public sealed record JobStatus(
    JobStatusKind Kind, Run? LastRun, DateTimeOffset? NextFireAt, IReadOnlyDictionary<RunState, int> Unfinished);
