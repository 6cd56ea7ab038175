using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace JobScheduler.Runs;

/// <summary>Groups failures by what they have in common. Pure.</summary>
public static partial class DeadLetterCauses
{
    private const int LongestTitle = 200;

    /// <summary>
    /// The cause of a failure: its name, the host or handler it happened at, and the first line of its message with numbers,
    /// ids and quoted values taken out.
    /// </summary>
    public static DeadLetterCause Of(Target? target, AttemptError? error)
    {
        var place = target switch
        {
            HandlerTarget handler => $" in {handler.Name}",
            HttpTarget http when Uri.TryCreate(http.Url, UriKind.Absolute, out var url) => $" at {url.Authority}",
            _ => "",
        };
        var message = Varying().Replace((error?.Message ?? "").Split('\n', 2)[0], "…").Trim();
        var title = $"{error?.Type ?? "unknown"}{place}{(message.Length == 0 ? "" : ": " + message)}";
        title = title.Length <= LongestTitle ? title : string.Concat(title.AsSpan(0, LongestTitle - 1), "…");
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(title));
        return new DeadLetterCause(Convert.ToHexStringLower(hash.AsSpan(0, 6)), title);
    }

    /// <summary>What differs between occurrences of one cause: quoted texts, words with digits in them, long hexadecimal words.</summary>
    [GeneratedRegex("""'[^']*'|"[^"]*"|\b[\w-]*\d[\w.:-]*""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Varying();
}
