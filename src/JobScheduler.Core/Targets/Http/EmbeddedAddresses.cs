using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// The IPv4 addresses that an IPv6 address carries: a translator or a tunnel on the way sends the packet there, so they are
/// judged like the address itself.
/// </summary>
internal static class EmbeddedAddresses
{
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");
    private static readonly IPNetwork Teredo = IPNetwork.Parse("2001::/32");

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
        IPNetwork.Parse("64:ff9b:1::/48"),
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

    /// <summary>RFC 5214: an interface identifier that begins with 00-00-5E-FE, or 02-00-5E-FE for a global address.</summary>
    private static bool IsIsatap(byte[] bytes) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)) is 0x00005EFE or 0x02005EFE;
}
