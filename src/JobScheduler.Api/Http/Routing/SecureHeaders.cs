using System.Net;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Headers of every response. Names, inputs and logs are untrusted, and must never be executed by a browser.</summary>
public static class SecureHeaders
{
    /// <summary>A year, for this host alone: what else its domain serves is not ours to decide.</summary>
    private const string OnlyHttps = "max-age=31536000";

    private static readonly object Guest = new();

    private const string Loopback = "localhost";

    /// <summary>In a host that serves more than this API, whether its domain is reached by HTTPS alone is the host's to say.</summary>
    public static void LeaveTransport(HttpContext context) => context.Items[Guest] = Guest;

    public static void Apply(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy =
            "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Browsers open JSON as pages too.
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.IsHttps && !IsLoopback(context.Request.Host.Host) && !context.Items.ContainsKey(Guest))
        {
            headers.StrictTransportSecurity = OnlyHttps;
        }
    }

    /// <summary>A browser that remembers HTTPS for localhost applies it to every other program on that machine.</summary>
    private static bool IsLoopback(string host) =>
        host.Equals(Loopback, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith("." + Loopback, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
