using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Addresses that are not public, and the ports at which targets may reach them all the same: <c>10.1.0.0/16</c> (all ports),
/// <c>127.0.0.0/8:3000-3999</c>, <c>10.1.2.3/32:443</c>. IPv6 with ports is in brackets, as in URLs: <c>[fd12:3456::/32]:443</c>.
/// </summary>
/// <param name="Network">The addresses.</param>
/// <param name="FirstPort">From 1.</param>
/// <param name="LastPort">Inclusive, at most 65535.</param>
public readonly record struct AllowedRange(IPNetwork Network, int FirstPort, int LastPort)
{
    private const int HighestPort = 65_535;

    /// <summary>What it is, after "is not".</summary>
    public const string Rule =
        "a range such as 10.1.0.0/16, 127.0.0.0/8:3000-3999 or [fd12:3456::/32]:443 (its first address, slash, prefix length; with a "
        + "colon and ports only at these)";

    /// <summary>All ports.</summary>
    public AllowedRange(IPNetwork network)
        : this(network, 1, HighestPort)
    {
    }

    public bool Holds(IPAddress address, int port) => FirstPort <= port && port <= LastPort && Network.Holds(address);

    /// <summary>As strict as <see cref="AddressRange"/>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out AllowedRange range)
    {
        range = default;
        var (network, ports) = Split(text ?? "");
        if (!AddressRange.TryParse(network, out var addresses))
        {
            return false;
        }

        range = new AllowedRange(addresses);
        if (ports is null)
        {
            return true;
        }

        var ends = ports.Split('-', 2);
        if (!TryParsePort(ends[0], out var first) || !TryParsePort(ends[^1], out var last) || first > last)
        {
            return false;
        }

        range = new AllowedRange(addresses, first, last);
        return true;
    }

    /// <summary>The one that opens no more than this address and port.</summary>
    public static string Opening(IPAddress address, int port) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}/128]" : $"{address}/32")}:{port}");

    /// <summary>What is before the ports, and the ports; null: none are named.</summary>
    private static (string Network, string? Ports) Split(string text)
    {
        if (text.StartsWith('['))
        {
            return text.Split(']') is [var inside, var rest] && inside.Contains(':', StringComparison.Ordinal)
                ? (inside[1..], rest.StartsWith(':') ? rest[1..] : rest.Length == 0 ? null : "")
                : ("", null);
        }

        // Without brackets nobody sees where an IPv6 address ends.
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 || text.LastIndexOf(':') != colon ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port)
        && port is >= 1 and <= HighestPort
        && text[0] != '0';
}
