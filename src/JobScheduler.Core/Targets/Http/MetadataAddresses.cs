using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Where clouds hand out machine identities and configuration. No job has business there, so no allowed range opens them:
/// whoever allows 169.254.0.0/16 or fd00::/8 for a neighbour does not mean these.
/// </summary>
internal static class MetadataAddresses
{
    private static readonly IPNetwork[] Ranges =
    [
        // AWS, Azure, Google Cloud, Oracle, DigitalOcean and most others; beside it the name servers, clocks and licences of AWS.
        IPNetwork.Parse("169.254.169.0/24"),
        // Credentials of containers and pods on AWS.
        IPNetwork.Parse("169.254.170.0/24"),
        // Identities of apps on Azure App Service and Functions: each worker has an address of its own in here.
        IPNetwork.Parse("169.254.128.0/20"),
        // Azure's host agent: a public address by its number, but answered by the machine's own host.
        IPNetwork.Parse("168.63.129.16/32"),
        // Tencent Cloud, Scaleway, Oracle (the older one), Alibaba Cloud.
        IPNetwork.Parse("169.254.0.23/32"),
        IPNetwork.Parse("169.254.42.42/32"),
        IPNetwork.Parse("192.0.0.192/32"),
        IPNetwork.Parse("100.100.100.200/32"),
        // AWS: metadata, name server and clock, credentials of pods.
        IPNetwork.Parse("fd00:ec2::/32"),
        // Google Cloud, Scaleway, Oracle, Akamai.
        IPNetwork.Parse("fd20:ce::254/128"),
        IPNetwork.Parse("fd00:42::42/128"),
        IPNetwork.Parse("fd00:c1::a9fe:a9fe/128"),
        IPNetwork.Parse("fd00:a9fe:a9fe::/48"),
    ];

    /// <summary>
    /// Whether it is one of them, or an IPv6 address that leads to one: in every form that carries an IPv4 address, and wherever the
    /// last 32 bits are one, because the prefix of a NAT64 can be any (RFC 6052) and OpenStack answers at fe80::a9fe:a9fe.
    /// </summary>
    public static bool Contains(IPAddress address) =>
        Array.Exists(Ranges, range => range.Holds(address))
        || (address.AddressFamily == AddressFamily.InterNetworkV6 && EmbeddedAddresses.AnyIn(address).Any(Contains));
}
