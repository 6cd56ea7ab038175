using System.Net.Http.Headers;

namespace JobScheduler.Targets.Http;

/// <summary>The delay that an answer asks for: RFC 9110, 10.2.3.</summary>
internal static class RetryAfter
{
    /// <summary>Never negative; null when the header is missing or says nothing sensible.</summary>
    public static TimeSpan? Of(HttpResponseHeaders headers, DateTimeOffset now) => headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };
}
