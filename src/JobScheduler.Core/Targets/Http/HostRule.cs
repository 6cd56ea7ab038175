using System.Net;

namespace JobScheduler.Targets.Http;

/// <summary>What the host of a URL must look like: a name, or an address in its one plain notation.</summary>
internal static class HostRule
{
    /// <summary>
    /// Null when fine, else what is wrong. <paramref name="written"/> is the host as it stands in the text: the parsed URL no longer
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
            return Judge(IPAddress.Parse(parsed.IdnHost), guard);
        }

        // IdnHost, because full-width digits and ideographic dots become plain ones there.
        if (EndsInNumber(parsed.IdnHost))
        {
            return IPAddress.TryParse(parsed.IdnHost, out var address) && address.ToString() == written
                ? Judge(address, guard)
                : "refused: the host ends in a number without being an address; write an address as four numbers from 0 to 255 without leading zeros";
        }

        return IsLocalhost(parsed.IdnHost) && !guard.Allows(IPAddress.Loopback) && !guard.Allows(IPAddress.IPv6Loopback)
            ? Judge(IPAddress.Loopback, guard)
            : null;
    }

    private static string? Judge(IPAddress address, AddressGuard guard) =>
        guard.Refusal(address) is { } kind ? $"refused: targets may not reach this address ({kind})" : null;

    /// <summary>The URL standard's test for what some resolver would read as an IPv4 address: 127.1, 0x7f000001, 0177.0.0.1.</summary>
    private static bool EndsInNumber(string host)
    {
        var last = host[(host.LastIndexOf('.') + 1)..];
        return last.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? last.Skip(2).All(char.IsAsciiHexDigit)
            : last.All(char.IsAsciiDigit);
    }

    /// <summary>RFC 6761 binds these names to loopback.</summary>
    private static bool IsLocalhost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
