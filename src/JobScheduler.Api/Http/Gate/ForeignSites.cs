using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>
/// Recognizes requests that a browser sends on behalf of another site, with the cookies of this one. Browsers say so in
/// <c>Sec-Fetch-Site</c> (https://www.w3.org/TR/fetch-metadata/), older ones in <c>Origin</c>; no page can change either. Other clients
/// send neither.
/// </summary>
internal static class ForeignSites
{
    private const string SiteHeader = "Sec-Fetch-Site";

    /// <summary>Whether another site sent a request that may change something.</summary>
    public static bool Sent(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        if (request.Headers.TryGetValue(SiteHeader, out var site))
        {
            return site != "same-origin" && site != "none";
        }

        return request.Headers.Origin is [{ } origin] && origin != $"{request.Scheme}://{request.Host.ToUriComponent()}";
    }
}
