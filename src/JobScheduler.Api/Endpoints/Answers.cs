using System.Text.Json.Serialization.Metadata;
using JobScheduler.Api.Contracts;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Answers that several routes give.</summary>
internal static class Answers
{
    public const string Root = "/api/v1";

    public static JsonResult<T> Ok<T>(T value, JsonTypeInfo<T> type) => new(value, type);

    public static JsonResult<JobContract> Of(Job job, int status = StatusCodes.Status200OK) =>
        new(JobContract.Of(job), ApiJson.Default.JobContract)
        {
            Status = status,
            ETag = job.ETag.Length > 0 ? job.ETag : null,
            Location = status == StatusCodes.Status201Created ? $"{Root}/jobs/{job.Id}" : null,
        };

    public static JsonResult<ScheduleContract> Of(Schedule schedule, int status = StatusCodes.Status200OK) =>
        new(ScheduleContract.Of(schedule), ApiJson.Default.ScheduleContract)
        {
            Status = status,
            ETag = schedule.ETag.Length > 0 ? schedule.ETag : null,
            Location = status == StatusCodes.Status201Created ? $"{Root}/jobs/{schedule.JobId}/schedules/{schedule.Id}" : null,
        };

    public static JsonResult<CalendarContract> Of(Calendar calendar, int status = StatusCodes.Status200OK) =>
        new(CalendarContract.Of(calendar), ApiJson.Default.CalendarContract)
        {
            Status = status,
            ETag = calendar.ETag.Length > 0 ? calendar.ETag : null,
            Location = status == StatusCodes.Status201Created ? $"{Root}/calendars/{calendar.Id}" : null,
        };

    /// <summary>A new run: 202, or 200 when it was accepted before.</summary>
    public static JsonResult<RunContract> Accepted(RunContract run, bool replayed) => new(run, ApiJson.Default.RunContract)
    {
        Status = replayed ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
        Location = $"{Root}/runs/{run.Id}",
    };

    public static JsonResult<OperationContract> Accepted(Operation operation) =>
        new(OperationContract.Of(operation), ApiJson.Default.OperationContract)
        {
            Status = StatusCodes.Status202Accepted,
            Location = $"{Root}/operations/{operation.Id}",
        };
}
