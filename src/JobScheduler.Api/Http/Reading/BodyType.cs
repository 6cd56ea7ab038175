using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace JobScheduler.Api.Http;

/// <summary>The content types of bodies.</summary>
internal static class BodyType
{
    public const string Json = "application/json";
    public const string MergePatch = "application/merge-patch+json";
    public const string Calendar = "text/calendar";

    private const string Utf8 = "utf-8";

    /// <summary>Whether the body is declared to have this type, in UTF-8.</summary>
    public static bool Is(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var given)
        && given.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)
        && (!given.Charset.HasValue || HeaderUtilities.RemoveQuotes(given.Charset).Equals(Utf8, StringComparison.OrdinalIgnoreCase));

    /// <param name="request">The request.</param>
    /// <param name="other">Another type that the route accepts, for the message.</param>
    /// <exception cref="ProblemException">415: neither JSON nor, for a PATCH, a merge patch.</exception>
    public static void CheckJson(HttpRequest request, string? other = null)
    {
        var patches = HttpMethods.IsPatch(request.Method);
        if (!Is(request, Json) && !(patches && Is(request, MergePatch)))
        {
            throw ProblemException.UnsupportedMediaType(patches ? $"{MergePatch} or {Json}" : other is null ? Json : $"{Json} or {other}");
        }
    }
}
