using System.Diagnostics;
using JobScheduler.Api.Http;

namespace JobScheduler.Functions.Http;

/// <summary>Names an invocation after its route; the worker would name it after its function, which many routes share.</summary>
internal static class RouteTelemetry
{
    /// <summary>OpenTelemetry's name for the template of a route.</summary>
    public const string RouteTag = "http.route";

    /// <summary>
    /// What no route matches keeps its function's name: paths and methods that anyone can make up must not become names.
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
