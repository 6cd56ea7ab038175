using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Every other path and method, and the root. The host tries functions in the order of their names, so it is called as the last.</summary>
public sealed class FallbackFunction(FunctionApi api)
{
    [Function(nameof(ZFallback))]
    public Task<IResult> ZFallback([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        api.InvokeAsync(request);
}
