using JobScheduler.Api.Routing;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Functions.Http;

/// <summary>Brings a request to its route.</summary>
public sealed class FunctionApi(ApiDispatcher dispatcher)
{
    /// <summary>The answer of the route that the request is for, whichever function it came to.</summary>
    public Task<IResult> InvokeAsync(HttpRequest request) => dispatcher.InvokeAsync(FunctionRoutes.Of(request.HttpContext), request.HttpContext);
}
