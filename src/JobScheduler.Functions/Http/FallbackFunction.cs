using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Every other path and method, and the root.</summary>
public sealed class FallbackFunction(FunctionApi api)
{
    [Function(nameof(Fallback))]
    public Task<IResult> Fallback([HttpTrigger(AuthorizationLevel.Anonymous, Route = "{*path}")] HttpRequest request) =>
        api.InvokeAsync(request);
}
