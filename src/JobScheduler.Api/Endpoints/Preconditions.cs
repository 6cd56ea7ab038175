using JobScheduler.Api.Reading;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>The preconditions of a request.</summary>
/// <param name="Any">If-Match: * — it must exist.</param>
/// <param name="IfMatch">The ETag it must have, without quotes.</param>
/// <param name="IfNoneMatch">If-None-Match: * — it must not exist.</param>
public sealed record Preconditions(bool Any, string? IfMatch, bool IfNoneMatch)
{
    /// <exception cref="MalformedException">Another form than those of API.md.</exception>
    public static Preconditions Read(HttpRequest request)
    {
        var match = request.Headers.IfMatch;
        var none = request.Headers.IfNoneMatch;
        if (none.Count > 0 && (none.Count > 1 || none[0]?.Trim() != "*"))
        {
            throw MalformedException.Of("If-None-Match", "must be * here: the record must not exist yet");
        }

        if (match.Count == 0)
        {
            return new Preconditions(false, null, none.Count > 0);
        }

        var text = match[0]?.Trim() ?? "";
        if (match.Count > 1 || none.Count > 0 || !(text == "*" || IsTag(text)))
        {
            throw MalformedException.Of("If-Match", "must be one ETag in double quotes, as it was answered, or *");
        }

        return text == "*" ? new Preconditions(true, null, false) : new Preconditions(false, Unquote(text), false);
    }

    // A weak tag is well formed and never equal (RFC 9110, 13.1.1): it stays as it is and matches nothing.
    private static bool IsTag(string text)
    {
        var strong = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        return strong.Length >= 2 && strong[0] == '"' && strong[^1] == '"' && strong.IndexOf('"', 1) == strong.Length - 1;
    }

    private static string Unquote(string text) => text[0] == '"' ? text[1..^1] : text;
}
