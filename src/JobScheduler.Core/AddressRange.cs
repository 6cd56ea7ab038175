using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace JobScheduler;

/// <summary>Ranges of addresses in CIDR notation, as settings have them.</summary>
public static class AddressRange
{
    /// <summary>What a range is, for messages.</summary>
    public const string Rule = "a range such as 10.1.0.0/16 or fd12:3456::/32 (its first address, slash, prefix length)";

    /// <summary>
    /// Stricter than <see cref="IPNetwork"/>, which takes 10/8 for 0.0.0.10/8 and drops host bits silently: what opens a guard
    /// must say what it means.
    /// </summary>
    public static bool TryParse(string? text, out IPNetwork range)
    {
        range = default;
        return text is not null
            && text.Split('/') is [var address, var length]
            && IPAddress.TryParse(address, out var first)
            && !address.AsSpan().ContainsAny('%', '[')
            && (first.AddressFamily == AddressFamily.InterNetworkV6 || first.ToString() == address)
            && IPNetwork.TryParse(text, out range)
            && range.BaseAddress.Equals(first)
            && range.PrefixLength.ToString(CultureInfo.InvariantCulture) == length;
    }
}
