using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of runs.</summary>
public sealed class RunFunctions(FunctionApi api)
{
    [Function(nameof(SubmitRunOfJob))]
    public Task<IResult> SubmitRunOfJob([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/jobs/{jobId}/runs")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(SubmitRun))]
    public Task<IResult> SubmitRun([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(SubmitRuns))]
    public Task<IResult> SubmitRuns([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs/bulk")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ListRuns))]
    public Task<IResult> ListRuns([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/runs")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetRun))]
    public Task<IResult> GetRun([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/runs/{runId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ListAttempts))]
    public Task<IResult> ListAttempts([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/runs/{runId}/attempts")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetRunLogs))]
    public Task<IResult> GetRunLogs([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/runs/{runId}/logs")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetRunResult))]
    public Task<IResult> GetRunResult([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/runs/{runId}/result")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ExplainRun))]
    public Task<IResult> ExplainRun([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/runs/{runId}/why")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(CancelRun))]
    public Task<IResult> CancelRun([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs/{runId}/cancel")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(CancelRuns))]
    public Task<IResult> CancelRuns([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs/cancel")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(RedriveRun))]
    public Task<IResult> RedriveRun([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs/{runId}/redrive")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ReportHeartbeat))]
    public Task<IResult> ReportHeartbeat([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs/{runId}/heartbeat")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(CompleteRun))]
    public Task<IResult> CompleteRun([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/runs/{runId}/complete")] HttpRequest request) =>
        api.InvokeAsync(request);
}
