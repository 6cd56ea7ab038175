using System.Net;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Where clouds hand out machine identities and configuration. No job has business there, so no allowed range opens them:
/// whoever allows 169.254.0.0/16 or fd00::/8 for a neighbour does not mean these.
/// </summary>
internal static class MetadataAddresses
{
    private static readonly HashSet<IPAddress> All =
    [
        IPAddress.Parse("169.254.169.254"),
        // Credentials of containers and pods on AWS.
        IPAddress.Parse("169.254.170.2"),
        IPAddress.Parse("169.254.170.23"),
        // Azure's host agent: a public address by its number, but answered by the machine's own host.
        IPAddress.Parse("168.63.129.16"),
        IPAddress.Parse("100.100.100.200"),
        IPAddress.Parse("fd00:ec2::254"),
        IPAddress.Parse("fd00:ec2::23"),
        IPAddress.Parse("fd20:ce::254"),
        IPAddress.Parse("fd00:c1::a9fe:a9fe"),
    ];

    public static bool Contains(IPAddress address) => All.Contains(address);
}
