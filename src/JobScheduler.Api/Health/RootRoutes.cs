using JobScheduler.Api.Http;
using JobScheduler.Api.Reference;
using Microsoft.AspNetCore.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Health;

/// <summary>Routes outside <c>/api/v1</c>: health, the OpenAPI document, the reference page.</summary>
internal static class RootRoutes
{
    private const string Health = "Health";

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "getLiveness", Method = "GET", Pattern = "/health/live", Policy = AccessPolicy.Anonymous, Memory = RouteMemory.None,
            Handler = HealthEndpoints.LiveAsync,
            Description = new() { Tag = Health, Summary = "Is the process alive?", Answers = [Ok<HealthStatus>("It is.")] },
        },
        new()
        {
            Name = "getReadiness", Method = "GET", Pattern = "/health/ready", Policy = AccessPolicy.Anonymous, Memory = RouteMemory.None,
            Handler = On<HealthEndpoints>((health, call) => health.ReadyAsync(call)),
            Description = new() { Tag = Health, Summary = "Can it work?", Answers = [Ok<HealthStatus>("It can: storage responds.")] },
        },
        File("getOpenApi", "/openapi/v1.json", "openapi.json", "application/json; charset=utf-8"),
        File("getReference", "/reference", "reference.html", "text/html; charset=utf-8"),
        File("getReferenceScript", "/reference/reference.js", "reference.js", "text/javascript; charset=utf-8"),
        File("getReferenceRequests", "/reference/requests.js", "requests.js", "text/javascript; charset=utf-8"),
        File("getReferenceStyle", "/reference/reference.css", "reference.css", "text/css; charset=utf-8"),
        File("getReferenceIcon", "/reference/icon.svg", "icon.svg", "image/svg+xml"),
        new()
        {
            Name = "getRoot", Method = "GET", Pattern = "/", Policy = AccessPolicy.Anonymous, Memory = RouteMemory.Little,
            Handler = call => Task.FromResult<IResult>(TypedResults.Redirect($"{ApiBase.Of(call.Context)}/reference")),
        },
    ];

    /// <summary>Whether a route is one of a host that serves nothing but this API; another host has its own.</summary>
    public static bool IsHosts(ApiRoute route) => route.Pattern == "/" || route.Pattern.StartsWith("/health/", StringComparison.Ordinal);

    private static ApiRoute File(string name, string pattern, string file, string contentType) => new()
    {
        Name = name,
        Method = "GET",
        Pattern = pattern,
        Policy = AccessPolicy.Anonymous,
        Memory = RouteMemory.Little,
        Handler = call => Task.FromResult<IResult>(EmbeddedFile.Of(file, contentType, call.Context)),
    };
}
