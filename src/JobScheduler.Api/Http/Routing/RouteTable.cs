using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace JobScheduler.Api.Http;

/// <summary>
/// Finds the route of a request where ASP.NET Core's endpoint routing cannot: in a head whose platform has already routed it, less
/// precisely. It picks what endpoint routing would: the most precise route that supports the method, literals before parameters. Only a
/// catch-all is stricter: it matches no path with an empty part in it.
/// </summary>
/// <param name="routes">No two may have the same method and the same shape of path.</param>
/// <param name="fallback">For requests that match none of them.</param>
public sealed class RouteTable(IEnumerable<ApiRoute> routes, ApiRoute fallback)
{
    private readonly (ApiRoute Route, TemplateMatcher Path)[] _routes =
    [
        .. routes.Select(route => (Route: route, Template: TemplateParser.Parse(route.Pattern.TrimStart('/'))))
            .OrderBy(pair => RoutePrecedence.ComputeInbound(pair.Template))
            .Select(pair => (pair.Route, new TemplateMatcher(pair.Template, []))),
    ];

    /// <summary>The route of a request, and the values of its parameters; none for the fallback. HEAD counts as GET.</summary>
    /// <param name="method">Case-insensitive.</param>
    /// <param name="path">Decoded, as the server gives it.</param>
    public (ApiRoute Route, RouteValueDictionary Values) Match(string method, PathString path)
    {
        var wanted = HttpMethods.IsHead(method) ? HttpMethods.Get : method;
        var values = new RouteValueDictionary();
        foreach (var (route, matcher) in _routes)
        {
            if (string.Equals(route.Method, wanted, StringComparison.OrdinalIgnoreCase) && matcher.TryMatch(path, values))
            {
                return (route, values);
            }

            // A matcher that fails halfway leaves the values that it has found.
            values.Clear();
        }

        return (fallback, values);
    }

    /// <summary>The methods that a path supports; empty if there is no such path.</summary>
    public IReadOnlyList<string> MethodsOf(PathString path) =>
        [.. _routes.Where(pair => pair.Path.TryMatch(path, [])).Select(pair => pair.Route.Method).Distinct(StringComparer.Ordinal)];
}
