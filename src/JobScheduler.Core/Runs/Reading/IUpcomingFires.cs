using JobScheduler.Jobs;

namespace JobScheduler.Runs;

/// <summary>When schedules will fire. Schedules know it; the status of a job shows it.</summary>
public interface IUpcomingFires
{
    /// <summary>The earliest fire of the job's schedules; null: there is none.</summary>
    Task<DateTimeOffset?> NextAsync(JobRecord job, CancellationToken cancellation);
}
