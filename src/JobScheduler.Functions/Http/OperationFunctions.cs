using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of operations.</summary>
public sealed class OperationFunctions(FunctionApi api)
{
    [Function(nameof(GetOperation))]
    public Task<IResult> GetOperation([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/operations/{operationId}")] HttpRequest request) =>
        api.InvokeAsync(request);
}
