namespace JobScheduler.Targets.Http;

/// <summary>
/// What another origin than the target's may get of a request. A list of what is harmless: names of credentials are too many to list,
/// and every service invents its own.
/// </summary>
internal static class OtherOrigin
{
    private static readonly HashSet<string> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Accept-Language", "User-Agent", TargetHeaders.IdempotencyKey, TargetHeaders.TraceParent,
    };

    /// <summary>Only sent along with a body.</summary>
    private static readonly HashSet<string> KeptWithBody = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Language", "Content-Encoding",
    };

    /// <summary>The request with the headers that may go there, or why it may not be sent.</summary>
    public static (OutgoingRequest? Next, string? Refusal) Request(OutgoingRequest request, HttpRedirects redirects)
    {
        if (request.Headers.Any(header => IsToken(header.Key)))
        {
            // Without the token the new origin could take the work but never complete it.
            return (
                null,
                "the redirect leads to another origin, which must not get the completion token; name the final address in the target");
        }

        if (request.Body is { Length: > 0 } && redirects != HttpRedirects.FollowWithBody)
        {
            return (
                null,
                "the redirect leads to another origin and asks for the body again, which is not sent there; name the final address in the "
                + "target, or set its member redirects to followWithBody");
        }

        return (request with { Headers = [.. request.Headers.Where(header => IsKept(header.Key, request.Body is not null))] }, null);
    }

    private static bool IsKept(string header, bool withBody) =>
        Kept.Contains(header)
        || (header.StartsWith(TargetHeaders.Prefix, StringComparison.OrdinalIgnoreCase) && !IsToken(header))
        || (withBody && KeptWithBody.Contains(header));

    private static bool IsToken(string header) => header.Equals(TargetHeaders.Token, StringComparison.OrdinalIgnoreCase);
}
