using System.Net;

namespace JobScheduler.Targets.Http;

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
