using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// What is not globally reachable unicast, after IANA's special-purpose registries for IPv4 and IPv6 (RFC 6890 and its
/// successors). Of IPv6 only 2000::/3 is in global use, so everything else is special even where no registry names it.
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

/// <summary>
/// Whether an address is in a range, bit by bit. <see cref="IPNetwork.Contains"/> takes ::ffff:127.0.0.1 for 127.0.0.1, so that it is
/// in 127.0.0.0/8 and not in ::ffff:0:0/96; a guard has to tell the forms apart.
/// </summary>
internal static class RangeMembership
{
    /// <summary>False for an address of the other family.</summary>
    public static bool Holds(this IPNetwork range, IPAddress address)
    {
        if (range.BaseAddress.AddressFamily != address.AddressFamily)
        {
            return false;
        }

        var start = range.BaseAddress.GetAddressBytes();
        var bytes = address.GetAddressBytes();
        var (whole, rest) = Math.DivRem(range.PrefixLength, 8);
        return bytes.AsSpan(0, whole).SequenceEqual(start.AsSpan(0, whole))
            && (rest == 0 || (bytes[whole] ^ start[whole]) >> (8 - rest) == 0);
    }
}

/// <summary>
/// The IPv4 addresses that an IPv6 address carries: a translator or a tunnel on the way sends the packet there, so they are
/// judged like the address itself.
/// </summary>
internal static class EmbeddedAddresses
{
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");
    private static readonly IPNetwork LocalNat64 = IPNetwork.Parse("64:ff9b:1::/48");

    /// <summary>
    /// Those whose last 32 bits are the address. Of 64:ff9b:1::/48 that is the /96 form; in the shorter ones these bits are zero,
    /// and 0.0.0.0 is refused too.
    /// </summary>
    private static readonly IPNetwork[] InLastBits =
    [
        IPNetwork.Parse("::/96"),
        IPNetwork.Parse("::ffff:0:0/96"),
        IPNetwork.Parse("::ffff:0:0:0/96"),
        IPNetwork.Parse("64:ff9b::/96"),
        LocalNat64,
    ];

    public static IEnumerable<IPAddress> In(IPAddress address)
    {
        // :: and ::1 are addresses of their own, not the compatible form of 0.0.0.0 and 0.0.0.1.
        if (address.AddressFamily != AddressFamily.InterNetworkV6
            || address.Equals(IPAddress.IPv6Loopback)
            || address.Equals(IPAddress.IPv6Any))
        {
            yield break;
        }

        var bytes = address.GetAddressBytes();
        if (SixToFour.Holds(address))
        {
            yield return new IPAddress(bytes.AsSpan(2, 4));
        }

        if (Teredo.Holds(address))
        {
            // RFC 4380: the server, and at the end the client with its bits flipped.
            yield return new IPAddress(bytes.AsSpan(4, 4));
            yield return new IPAddress([(byte)~bytes[12], (byte)~bytes[13], (byte)~bytes[14], (byte)~bytes[15]]);
        }

        if (Array.Exists(InLastBits, range => range.Holds(address)) || IsIsatap(bytes))
        {
            yield return new IPAddress(bytes.AsSpan(12, 4));
        }
    }

    /// <summary>
    /// More than <see cref="In"/>: also what the address carries if its prefix is one of a NAT64 that only its operator knows, in the last
    /// 32 bits, and the forms of 64:ff9b:1::/48 that leave out bits 64 to 71 (RFC 6052, 2.2). Too much to refuse all that is special, as
    /// these bits mean something else in most addresses.
    /// </summary>
    public static IEnumerable<IPAddress> AnyIn(IPAddress address)
    {
        foreach (var embedded in In(address))
        {
            yield return embedded;
        }

        var bytes = address.GetAddressBytes();
        yield return new IPAddress(bytes.AsSpan(12, 4));
        if (LocalNat64.Holds(address))
        {
            yield return new IPAddress([bytes[6], bytes[7], bytes[9], bytes[10]]);
            yield return new IPAddress([bytes[7], bytes[9], bytes[10], bytes[11]]);
            yield return new IPAddress(bytes.AsSpan(9, 4));
        }
    }

    /// <summary>RFC 5214: an interface identifier that begins with 00-00-5E-FE, or 02-00-5E-FE for a global address.</summary>
    private static bool IsIsatap(byte[] bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)) is 0x00005EFE or 0x02005EFE;
}
