using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// What is not globally reachable unicast, after IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its
/// successors). Of IPv6 only 2000::/3 is in global use, so all else is special even where no registry names it.
/// </summary>
internal static class SpecialRanges
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private static readonly (IPNetwork Range, string Kind)[] Ranges =
    [
        Entry("0.0.0.0/8", "unspecified"),
        Entry("10.0.0.0/8", "private"),
        Entry("100.64.0.0/10", "carrier NAT"),
        Entry("127.0.0.0/8", "loopback"),
        Entry("169.254.0.0/16", "link-local"),
        Entry("172.16.0.0/12", "private"),
        Entry("192.0.0.0/24", "protocol assignment"),
        Entry("192.0.2.0/24", "documentation"),
        Entry("192.88.99.0/24", "6to4 relay"),
        Entry("192.168.0.0/16", "private"),
        Entry("198.18.0.0/15", "benchmarking"),
        Entry("198.51.100.0/24", "documentation"),
        Entry("203.0.113.0/24", "documentation"),
        Entry("224.0.0.0/4", "multicast"),
        Entry("255.255.255.255/32", "broadcast"),
        Entry("240.0.0.0/4", "reserved"),

        Entry("::/128", "unspecified"),
        Entry("::1/128", "loopback"),
        Entry("::/96", "IPv4-compatible"),
        Entry("::ffff:0:0/96", "IPv4-mapped"),
        Entry("64:ff9b::/96", "NAT64"),
        Entry("64:ff9b:1::/48", "NAT64"),
        Entry("100::/64", "discard"),
        Entry("2001::/32", "Teredo"),
        Entry("2001::/23", "protocol assignment"),
        Entry("2001:db8::/32", "documentation"),
        Entry("2002::/16", "6to4"),
        Entry("3fff::/20", "documentation"),
        Entry("fc00::/7", "unique local"),
        Entry("fe80::/10", "link-local"),
        Entry("fec0::/10", "site-local"),
        Entry("ff00::/8", "multicast"),
    ];

    /// <summary>The kind of the special range the address is in; null for a globally reachable one.</summary>
    public static string? KindOf(IPAddress address)
    {
        foreach (var (range, kind) in Ranges)
        {
            if (range.Holds(address))
            {
                return kind;
            }
        }

        return address.AddressFamily switch
        {
            AddressFamily.InterNetwork => null,
            AddressFamily.InterNetworkV6 when GlobalUnicast.Holds(address) => null,
            _ => "reserved",
        };
    }

    private static (IPNetwork Range, string Kind) Entry(string range, string kind) => (IPNetwork.Parse(range), kind);
}
