using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>The path below which the API is mapped: what precedes <c>/api/v1</c> in addresses that are sent to clients.</summary>
internal static class ApiBase
{
    private static readonly object Key = new();

    /// <summary>Remembers the prefix of the mapping that the request came through.</summary>
    public static void Set(HttpContext context, string prefix)
    {
        if (prefix.Length > 0)
        {
            context.Items[Key] = prefix;
        }
    }

    /// <summary>The host's base path and the prefix; empty when the API is at the root.</summary>
    public static string Of(HttpContext context) => $"{context.Request.PathBase.ToUriComponent()}{Prefix(context)}";

    /// <summary>The path of a request without the prefix, as the table of routes knows it.</summary>
    public static PathString PathOf(HttpContext context) =>
        context.Request.Path.StartsWithSegments(Prefix(context), out var rest) ? rest : context.Request.Path;

    private static string Prefix(HttpContext context) => context.Items[Key] as string ?? "";
}
