using System.Collections.Frozen;
using JobScheduler.Api.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobScheduler.Functions.Http;

/// <summary>
/// Which route an HTTP function stands for: its name is the route's, in Pascal case. Which route a request is for, though, is asked of the
/// worker's routing, which takes the most precise one. The host takes the first function in the order of their names that could match:
/// a request for /dead-letters/causes reaches GetDeadLetter, whose {deadLetterId} could be "causes".
/// </summary>
internal static class FunctionRoutes
{
    /// <summary>The function that takes what no other one does; named to come last in the host's order.</summary>
    public const string Fallback = nameof(FallbackFunction.ZFallback);

    private static readonly FrozenDictionary<string, ApiRoute> ByFunction =
        ApiRoutes.All.Append(ApiRoutes.Fallback).ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    private static readonly FrozenDictionary<(string Method, string Pattern), ApiRoute> ByPattern =
        ApiRoutes.All.ToFrozenDictionary(route => (route.Method, route.Pattern.TrimStart('/')));

    /// <summary>The name of a route's function.</summary>
    public static string NameOf(ApiRoute route) =>
        route == ApiRoutes.Fallback ? Fallback : char.ToUpperInvariant(route.Name[0]) + route.Name[1..];

    /// <summary>Null: no route has such a function, and nobody may call it.</summary>
    public static ApiRoute? Find(string function) => ByFunction.GetValueOrDefault(function);

    /// <summary>The route of a request; the fallback for one that matches none.</summary>
    public static ApiRoute Of(HttpContext context)
    {
        // The host reads an empty route as "named after the function", so the root can have no function of its own.
        var pattern = context.Request.Path == "/" ? "" : (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.TrimStart('/');
        var method = HttpMethods.IsHead(context.Request.Method) ? HttpMethods.Get : context.Request.Method;
        return pattern is not null && ByPattern.TryGetValue((method, pattern), out var route) ? route : ApiRoutes.Fallback;
    }
}
