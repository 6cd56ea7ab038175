using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Decides whether targets may reach an address: globally reachable unicast, or in a range that the operator allows. Addresses
/// embedded in IPv6 forms are judged too. Cloud metadata addresses are refused whatever is allowed. Pure.
/// </summary>
/// <param name="allowed">
/// Special ranges that are let through. A range of IPv4 does not open the IPv6 forms of its addresses.
/// </param>
public sealed class AddressGuard(IEnumerable<IPNetwork> allowed)
{
    private readonly IPNetwork[] _allowed = [.. allowed];

    /// <summary>Allows nothing but public addresses.</summary>
    public static AddressGuard PublicOnly { get; } = new([]);

    public bool Allows(IPAddress address) => Refusal(address) is null;

    /// <summary>The kind of address that it is refused for, such as <c>loopback</c>; null when it may be reached.</summary>
    public string? Refusal(IPAddress address)
    {
        // A zone would hide the address from comparison and says nothing that the decision needs.
        var plain = address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes()) : address;
        if (MetadataAddresses.Contains(plain))
        {
            return "cloud metadata";
        }

        if (SpecialRanges.KindOf(plain) is { } kind && !Array.Exists(_allowed, range => range.Holds(plain)))
        {
            return kind;
        }

        return EmbeddedAddresses.In(plain).Select(Refusal).FirstOrDefault(refusal => refusal is not null);
    }
}

/// <summary>A host leads to an address that targets may not reach. Ends the attempt as <c>refused</c>.</summary>
/// <param name="host">As the target named it.</param>
/// <param name="address">For the operator's log only: what a name resolves to inside a network is not told to the caller.</param>
/// <param name="kind">What the address is, such as <c>private</c>.</param>
public sealed class AddressRefusedException(string host, IPAddress address, string kind)
    : Exception($"{host} leads to an address that targets may not reach")
{
    public string Host { get; } = host;

    public IPAddress Address { get; } = address;

    public string Kind { get; } = kind;
}
