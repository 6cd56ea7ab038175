using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of health and reference.</summary>
public sealed class RootFunctions(FunctionApi api)
{
    [Function(nameof(GetLiveness))]
    public Task<IResult> GetLiveness([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetReadiness))]
    public Task<IResult> GetReadiness([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/ready")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetOpenApi))]
    public Task<IResult> GetOpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi/v1.json")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetReference))]
    public Task<IResult> GetReference([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "reference")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetReferenceScript))]
    public Task<IResult> GetReferenceScript([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "reference/reference.js")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetReferenceStyle))]
    public Task<IResult> GetReferenceStyle([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "reference/reference.css")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetReferenceIcon))]
    public Task<IResult> GetReferenceIcon([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "reference/icon.svg")] HttpRequest request) =>
        api.InvokeAsync(request);
}
