using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>Headers of every answer. Names, inputs and logs come from anyone, and must never be run by a browser.</summary>
public static class SecureHeaders
{
    public static void Apply(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
