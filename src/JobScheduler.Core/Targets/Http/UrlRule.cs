using System.Globalization;

namespace JobScheduler.Targets.Http;

/// <summary>
/// What a target's URL must look like. Names are judged when connecting; here only what the text alone shows, so that a mistake
/// is told when the job is written.
/// </summary>
public static class UrlRule
{
    /// <summary>2,000 characters.</summary>
    public const int Longest = 2000;

    /// <summary>
    /// Null when the URL is fine, else what is wrong. A URL that the guard refuses gets a message that begins with <c>refused:</c>.
    /// </summary>
    public static string? Check(string? url, AddressGuard guard)
    {
        if (string.IsNullOrEmpty(url))
        {
            return "is missing; write an absolute URL such as https://example.com/report";
        }

        if (url.Length > Longest)
        {
            return string.Create(CultureInfo.InvariantCulture, $"has {url.Length} characters; at most {Longest:N0} are allowed");
        }

        // Parsers differ on these: what one takes for a path is a host for the next.
        if (url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\'))
        {
            return "contains a space, a control character or a backslash; percent-encode them";
        }

        if (!url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            && !url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            return "must be absolute and begin with http:// or https://";
        }

        var authority = Authority(url);
        if (authority.Contains('@', StringComparison.Ordinal))
        {
            return "refused: contains user info; send credentials in a header";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed)
            || parsed.HostNameType is UriHostNameType.Unknown or UriHostNameType.Basic)
        {
            return "is not a valid URL such as https://example.com/report";
        }

        return parsed.Port is < 1 or > 65535 ? "must name a port from 1 to 65535" : HostRule.Check(Host(authority), parsed, guard);
    }

    private static string Authority(string url)
    {
        var start = url.IndexOf("//", StringComparison.Ordinal) + 2;
        var end = url.AsSpan(start).IndexOfAny('/', '?', '#');
        return end < 0 ? url[start..] : url.Substring(start, end);
    }

    private static string Host(string authority)
    {
        var colon = authority.LastIndexOf(':');
        return colon > authority.LastIndexOf(']') ? authority[..colon] : authority;
    }
}
