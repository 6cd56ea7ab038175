using JobScheduler.Schedules;

namespace JobScheduler.Api.Schedules;

/// <summary>What the API shows of schedules.</summary>
public static class ScheduleViews
{
    public static Schedule Of(ScheduleRecord schedule) => new(schedule.Definition)
    {
        Id = schedule.Id,
        JobId = schedule.JobId,
        Paused = schedule.Pause is not null,
        Note = schedule.Pause?.Note,
        ResumeAt = schedule.Pause?.Until,
        NextFireAt = schedule.NextFireAt,
        LastFireAt = schedule.LastFireAt,
        Runs = schedule.Runs,
        CreatedBy = schedule.CreatedBy,
        CreatedAt = schedule.CreatedAt,
        UpdatedAt = schedule.UpdatedAt,
    };
}
