using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of upcoming fires.</summary>
public sealed class FireFunctions(FunctionApi api)
{
    [Function(nameof(ListFiresOfSchedule))]
    public Task<IResult> ListFiresOfSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/jobs/{jobId}/schedules/{scheduleId}/fires")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(ListFires))]
    public Task<IResult> ListFires([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/fires")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PreviewSchedule))]
    public Task<IResult> PreviewSchedule([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/schedules/preview")] HttpRequest request) =>
        api.InvokeAsync(request);
}
