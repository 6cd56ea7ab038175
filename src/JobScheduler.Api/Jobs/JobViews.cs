using JobScheduler.Api.Runs;
using JobScheduler.Jobs;
using JobScheduler.Runs;

namespace JobScheduler.Api.Jobs;

/// <summary>What the API shows of jobs.</summary>
public static class JobViews
{
    public static Job Of(JobRecord job) => new(job.Definition)
    {
        Id = job.Id,
        Paused = job.Pause is not null,
        Pause = job.Pause,
        Version = job.Version,
        CreatedBy = job.CreatedBy,
        CreatedAt = job.CreatedAt,
        UpdatedAt = job.UpdatedAt,
    };

    public static JobStatus Of(JobProjection status) => new()
    {
        Status = status.Kind,
        LastRun = status.LastRun is null ? null : RunViews.Of(status.LastRun),
        NextFireAt = status.NextFireAt,
        Unfinished = status.Unfinished,
    };
}
