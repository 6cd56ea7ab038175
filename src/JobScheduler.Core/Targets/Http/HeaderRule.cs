using System.Buffers;
using System.Globalization;

namespace JobScheduler.Targets.Http;

/// <summary>Which headers a target's definition may give. Counts and lengths are bounded so that a definition fits its row.</summary>
public static class HeaderRule
{
    public const int MostHeaders = 50;

    /// <summary>100 characters.</summary>
    public const int LongestName = 100;

    /// <summary>8,000 characters: room for a large bearer token.</summary>
    public const int LongestValue = 8000;

    /// <summary>16,000 characters in all names and values.</summary>
    public const int LongestTotal = 16_000;

    /// <summary>RFC 9110, 5.6.2.</summary>
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly HashSet<string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        // Would name another host than the one that was checked.
        "Host",
        // Belong to one connection, and framing is how one request is smuggled into another.
        "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Content-Length",
        // Open the identity endpoints of clouds, which ask for such a header exactly to keep requests like ours out.
        "Metadata", "Metadata-Flavor", "X-Google-Metadata-Request", "X-IDENTITY-HEADER",
        "X-aws-ec2-metadata-token", "X-aws-ec2-metadata-token-ttl-seconds",
        // Written here.
        TargetHeaders.TraceParent,
    };

    private static readonly string[] RefusedPrefixes = ["Proxy-", TargetHeaders.Prefix];

    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= LongestName } && !name.AsSpan().ContainsAnyExcept(TokenCharacters);

    /// <summary>Null when the header may be given, otherwise what is wrong with its name or value.</summary>
    public static string? Check(string name, string? value)
    {
        if (!IsName(name))
        {
            return string.Create(CultureInfo.InvariantCulture, $"a header's name is 1 to {LongestName} letters, digits or !#$%&'*+-.^_`|~");
        }

        if (Refused.Contains(name) || RefusedPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))
        {
            return "refused: this header may not be set";
        }

        if (value is null)
        {
            return "is missing a value; write \"\" for an empty one";
        }

        if (value.Length > LongestValue)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has {value.Length} characters; at most {LongestValue:N0} are allowed");
        }

        return value.Any(c => c is not '\t' and (< ' ' or > '~'))
            ? "refused: contains a line break, a control character or a non-ASCII character"
            : null;
    }
}
