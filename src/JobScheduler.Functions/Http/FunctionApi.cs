using System.Diagnostics;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Functions.Http;

/// <summary>Dispatches a request to its route, whichever function received it.</summary>
public sealed class FunctionApi(ApiDispatcher dispatcher)
{
    /// <summary>The result of the route that matches the request.</summary>
    public Task<IResult> InvokeAsync(HttpRequest request)
    {
        var (route, values) = ApiRoutes.Table.Match(request.Method, request.Path);
        request.RouteValues = values;
        RouteTelemetry.Name(Activity.Current, request.Method, route);
        return dispatcher.InvokeAsync(route, request.HttpContext);
    }
}

/// <summary>Names an invocation after its route. The worker names it after its function, which many routes share.</summary>
internal static class RouteTelemetry
{
    /// <summary>OpenTelemetry's name for the template of a route.</summary>
    public const string RouteTag = "http.route";

    /// <summary>
    /// Requests without a route keep the function's name: arbitrary paths and methods must not become names.
    /// </summary>
    public static void Name(Activity? activity, string method, ApiRoute route)
    {
        if (activity is null || route == ApiRoutes.Fallback)
        {
            return;
        }

        activity.DisplayName = $"{method.ToUpperInvariant()} {route.Pattern}";
        activity.SetTag(RouteTag, route.Pattern);
    }
}
