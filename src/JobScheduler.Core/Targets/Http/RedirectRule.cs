namespace JobScheduler.Targets.Http;

/// <summary>How a redirect changes the request: RFC 9110, 15.4, with the method changes that all browsers make.</summary>
internal static class RedirectRule
{
    /// <summary>Redirects that are followed in one attempt.</summary>
    public const int Most = 3;

    public static bool Applies(int status) => status is 301 or 302 or 303 or 307 or 308;

    /// <summary>The request to send next, or why it may not be sent. The connector checks the new host like any other.</summary>
    public static (OutgoingRequest? Next, string? Refusal) Follow(
        OutgoingRequest request, int status, string location, HttpRedirects redirects, AddressGuard guard)
    {
        if (!Uri.TryCreate(request.Url, location, out var url))
        {
            return (null, "the redirect's Location is not a URL");
        }

        // The text of an absolute location is checked as it was written, before parsing normalises odd notations.
        var written = Uri.TryCreate(location, UriKind.Absolute, out var absolute) && !absolute.IsFile ? location : url.AbsoluteUri;
        if (UrlRule.Check(written, guard) is { } fault)
        {
            return (null, $"the redirect's Location {fault}");
        }

        if (request.Url.Scheme == Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttps)
        {
            return (null, "the redirect leads from https to http");
        }

        var next = request with { Url = url };
        next = BecomesGet(request.Method, status) ? next with { Method = HttpMethod.Get, Body = null } : next;
        return IsSameOrigin(request.Url, url) ? (next, null) : OtherOrigin.Request(next, redirects);
    }

    private static bool BecomesGet(HttpMethod method, int status) => status switch
    {
        303 => method != HttpMethod.Get && method != HttpMethod.Head,
        301 or 302 => method == HttpMethod.Post,
        _ => false,
    };

    /// <summary>RFC 6454: scheme, host and port. The host in ASCII, so that both notations of a name are one.</summary>
    private static bool IsSameOrigin(Uri from, Uri to) =>
        from.Scheme == to.Scheme && from.Port == to.Port && from.IdnHost.Equals(to.IdnHost, StringComparison.OrdinalIgnoreCase);
}
