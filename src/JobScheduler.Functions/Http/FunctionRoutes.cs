using System.Collections.Frozen;
using JobScheduler.Api.Routing;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Functions.Http;

/// <summary>Which route an HTTP function stands for: its name is the route's, in Pascal case.</summary>
internal static class FunctionRoutes
{
    /// <summary>The function that takes what no other one does.</summary>
    public const string Fallback = "Fallback";

    private static readonly FrozenDictionary<string, ApiRoute> ByFunction =
        ApiRoutes.All.Append(ApiRoutes.Fallback).ToFrozenDictionary(route => NameOf(route), StringComparer.Ordinal);

    private static readonly ApiRoute Root = ApiRoutes.All.Single(route => route.Pattern == "/");

    /// <summary>The name of a route's function.</summary>
    public static string NameOf(ApiRoute route) => char.ToUpperInvariant(route.Name[0]) + route.Name[1..];

    /// <summary>Null: no route has such a function, and nobody may call it.</summary>
    public static ApiRoute? Find(string function) => ByFunction.GetValueOrDefault(function);

    /// <summary>The route of a request to the function.</summary>
    public static ApiRoute Of(string function, HttpRequest request)
    {
        var route = ByFunction[function];

        // The host reads an empty route as "named after the function", so the root can have no function of its own.
        return function == Fallback && request.Path == "/" && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) ? Root : route;
    }
}
