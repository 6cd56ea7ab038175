using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Decides whether targets may reach a port of an address: globally reachable unicast, or in a range that the operator allows. Addresses
/// embedded in IPv6 forms are judged too. Cloud metadata addresses are refused whatever is allowed. Pure.
/// </summary>
/// <param name="allowed">
/// Special ranges that are let through. A range of IPv4 does not open the IPv6 forms of its addresses.
/// </param>
public sealed class AddressGuard(IEnumerable<AllowedRange> allowed)
{
    private readonly AllowedRange[] _allowed = [.. allowed];

    /// <summary>Allows nothing but public addresses.</summary>
    public static AddressGuard PublicOnly { get; } = new([]);

    public bool Allows(IPAddress address, int port) => Refusal(address, port) is null;

    /// <summary>Why the address may not be reached at the port; null when it may.</summary>
    public AddressRefusal? Refusal(IPAddress address, int port)
    {
        // A zone would hide the address from comparison and says nothing that the decision needs.
        var plain = address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;
        if (MetadataAddresses.Contains(plain))
        {
            return new AddressRefusal(plain, AddressRefusal.Metadata, []);
        }

        var closed = Closed(plain, port).ToList();
        return closed.Count == 0
            ? null
            : new AddressRefusal(plain, closed[0].Kind, [.. closed.Select(entry => AllowedRange.Opening(entry.Address, port))]);
    }

    /// <summary>The address itself, and what it carries, as far as it is special and not allowed.</summary>
    private IEnumerable<(IPAddress Address, string Kind)> Closed(IPAddress address, int port)
    {
        var embedded = EmbeddedAddresses.In(address).SelectMany(inner => Closed(inner, port));
        return SpecialRanges.KindOf(address) is { } kind && !Array.Exists(_allowed, range => range.Holds(address, port))
            ? embedded.Prepend((address, kind))
            : embedded;
    }
}
