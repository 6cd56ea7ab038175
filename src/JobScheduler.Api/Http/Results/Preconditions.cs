using JobScheduler.Shards.Records;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Http;

/// <summary>The preconditions of a request.</summary>
/// <param name="Any">If-Match: * — it must exist.</param>
/// <param name="IfMatch">The ETag it must have, without quotes.</param>
/// <param name="IfNoneMatch">If-None-Match: * — it must not exist.</param>
public sealed record Preconditions(bool Any, string? IfMatch, bool IfNoneMatch)
{
    /// <exception cref="MalformedException">A form that API.md does not list.</exception>
    public static Preconditions Read(HttpRequest request)
    {
        var match = request.Headers.IfMatch;
        var none = request.Headers.IfNoneMatch;
        if (none.Count > 0 && (none.Count > 1 || none[0]?.Trim() != "*"))
        {
            throw MalformedException.Of("If-None-Match", "must be * here, meaning that the record must not exist yet");
        }

        if (match.Count == 0)
        {
            return new Preconditions(false, null, none.Count > 0);
        }

        var text = match[0]?.Trim() ?? "";
        if (match.Count > 1 || none.Count > 0 || !(text == "*" || IsTag(text)))
        {
            throw MalformedException.Of("If-Match", "must be * or one ETag in double quotes, as it was returned");
        }

        return text == "*" ? new Preconditions(true, null, false) : new Preconditions(false, Unquote(text), false);
    }

    /// <summary>The condition of a PUT. If-Match: * is checked by reading, because the domain has no condition "any".</summary>
    /// <param name="what">The kind of record, for the message.</param>
    /// <param name="id">Its id, for the message.</param>
    /// <param name="read">Reads it, or refuses with 404.</param>
    /// <exception cref="ProblemException">412: it must exist, but does not.</exception>
    public async Task<WriteCondition> ForPutAsync(string what, string id, Func<Task> read)
    {
        if (Any)
        {
            try
            {
                await read();
            }
            catch (RefusalException refusal) when (refusal.Kind == RefusalKind.NotFound)
            {
                throw new ProblemException(ProblemKind.Precondition, $"there is no {what} '{id}', and If-Match: * requires one");
            }
        }

        return new WriteCondition(IfMatch, IfNoneMatch);
    }

    /// <summary>The condition of a write to an existing record.</summary>
    /// <exception cref="MalformedException">It must not exist.</exception>
    public WriteCondition ForChange(string method) => IfNoneMatch
        ? throw MalformedException.Of("If-None-Match", $"does not apply to {method}; use If-Match")
        : new WriteCondition(IfMatch);

    /// <summary>Whether the caller of a GET already has this state.</summary>
    public static bool IsKnown(HttpRequest request, string etag)
    {
        var known = request.Headers.IfNoneMatch;
        return etag.Length > 0 && known.Count == 1 && known[0]?.Trim() == $"\"{etag}\"";
    }

    // A weak tag is well formed and never equal (RFC 9110, 13.1.1): it stays as it is and matches nothing.
    private static bool IsTag(string text)
    {
        var strong = text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text;
        return strong.Length >= 2 && strong[0] == '"' && strong[^1] == '"' && strong.IndexOf('"', 1) == strong.Length - 1;
    }

    private static string Unquote(string text) => text[0] == '"' ? text[1..^1] : text;
}
