using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of access.</summary>
public sealed class AccessFunctions(FunctionApi api)
{
    [Function(nameof(GetMe))]
    public Task<IResult> GetMe([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/auth/me")] HttpRequest request) =>
        api.InvokeAsync(request);
}
