using System.Diagnostics;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Functions.Http;

/// <summary>Brings a request to its route, whichever function it came to.</summary>
public sealed class FunctionApi(ApiDispatcher dispatcher)
{
    /// <summary>The answer of the route that the request is for.</summary>
    public Task<IResult> InvokeAsync(HttpRequest request)
    {
        var (route, values) = ApiRoutes.Table.Match(request.Method, request.Path);
        request.RouteValues = values;
        RouteTelemetry.Name(Activity.Current, request.Method, route);
        return dispatcher.InvokeAsync(route, request.HttpContext);
    }
}
