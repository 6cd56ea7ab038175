using System.Globalization;
using System.Net;

namespace JobScheduler.Targets.Http;

/// <summary>
/// What a target's URL must look like. Names are judged when connecting; this is only what the text itself shows, so that a mistake
/// is reported when the job is written.
/// </summary>
public static class UrlRule
{
    /// <summary>2,000 characters.</summary>
    public const int Longest = 2000;

    /// <summary>
    /// Null when the URL is fine, otherwise what is wrong. A URL that the guard refuses gets a message that begins with <c>refused:</c>.
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

        // Parsers differ on these: what one takes for a path, another takes for a host.
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

/// <summary>What the host of a URL must look like: a name, or an address in its one plain notation.</summary>
internal static class HostRule
{
    /// <summary>
    /// Null when fine, otherwise what is wrong. <paramref name="written"/> is the host as written: the parsed URL no longer
    /// shows that 2130706433 was written for 127.0.0.1.
    /// </summary>
    public static string? Check(string written, Uri parsed, AddressGuard guard)
    {
        if (written.Contains('%', StringComparison.Ordinal))
        {
            return "refused: the host contains a percent sign (an escape or a zone)";
        }

        if (written.EndsWith('.') || parsed.IdnHost.EndsWith('.'))
        {
            return "refused: write the host without the dot at the end";
        }

        if (parsed.HostNameType == UriHostNameType.IPv6)
        {
            return Judge(IPAddress.Parse(parsed.IdnHost), parsed.Port, guard);
        }

        // IdnHost, because full-width digits and ideographic dots become plain ones there.
        if (EndsInNumber(parsed.IdnHost))
        {
            return IPAddress.TryParse(parsed.IdnHost, out var address) && address.ToString() == written
                ? Judge(address, parsed.Port, guard)
                : "refused: the host ends in a number without being an address; "
                    + "write an address as four numbers from 0 to 255 without leading zeros";
        }

        return IsLocalhost(parsed.IdnHost)
            && !guard.Allows(IPAddress.Loopback, parsed.Port)
            && !guard.Allows(IPAddress.IPv6Loopback, parsed.Port)
            ? $"refused: {AddressRefusal.OfLocalhost(parsed.IdnHost, parsed.Port)}"
            : null;
    }

    private static string? Judge(IPAddress address, int port, AddressGuard guard) =>
        guard.Refusal(address, port) is { } refusal ? $"refused: {refusal.OfLiteral()}" : null;

    /// <summary>The URL standard's test for what some resolver would read as an IPv4 address: 127.1, 0x7f000001, 0177.0.0.1.</summary>
    private static bool EndsInNumber(string host)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return last.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? last.Skip(2).All(char.IsAsciiHexDigit)
            : last.All(char.IsAsciiDigit);
    }

    /// <summary>Whether the URL itself says that it leads to the machine of whoever calls it. Names are not looked up.</summary>
    internal static bool IsLoopback(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.');
        return IsLocalhost(host)
            || (IPAddress.TryParse(host, out var address)
                && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
    }

    /// <summary>RFC 6761 binds these names to loopback.</summary>
    internal static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
