using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of jobs.</summary>
public sealed class JobFunctions(FunctionApi api)
{
    [Function(nameof(ListJobs))]
    public Task<IResult> ListJobs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/jobs")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(CreateJob))]
    public Task<IResult> CreateJob([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PutJob))]
    public Task<IResult> PutJob([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/jobs/{jobId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetJob))]
    public Task<IResult> GetJob([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/jobs/{jobId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PatchJob))]
    public Task<IResult> PatchJob([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/v1/jobs/{jobId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(DeleteJob))]
    public Task<IResult> DeleteJob([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/jobs/{jobId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PauseJob))]
    public Task<IResult> PauseJob([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs/{jobId}/pause")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ResumeJob))]
    public Task<IResult> ResumeJob([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs/{jobId}/resume")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetJobStatus))]
    public Task<IResult> GetJobStatus([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/jobs/{jobId}/status")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ListJobVersions))]
    public Task<IResult> ListJobVersions([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/jobs/{jobId}/versions")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetJobVersion))]
    public Task<IResult> GetJobVersion([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/jobs/{jobId}/versions/{version}")] HttpRequest request) =>
        api.InvokeAsync(request);
}
