using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of schedules.</summary>
public sealed class ScheduleFunctions(FunctionApi api)
{
    [Function(nameof(ListSchedules))]
    public Task<IResult> ListSchedules([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/jobs/{jobId}/schedules")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(CreateSchedule))]
    public Task<IResult> CreateSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs/{jobId}/schedules")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PutSchedule))]
    public Task<IResult> PutSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetSchedule))]
    public Task<IResult> GetSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PatchSchedule))]
    public Task<IResult> PatchSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(DeleteSchedule))]
    public Task<IResult> DeleteSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PauseSchedule))]
    public Task<IResult> PauseSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}/pause")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ResumeSchedule))]
    public Task<IResult> ResumeSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}/resume")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(TriggerSchedule))]
    public Task<IResult> TriggerSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}/trigger")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(BackfillSchedule))]
    public Task<IResult> BackfillSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}/backfill")] HttpRequest request) =>
        api.InvokeAsync(request);
}
