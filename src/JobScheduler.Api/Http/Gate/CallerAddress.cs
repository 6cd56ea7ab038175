using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace JobScheduler.Api.Http;

/// <summary>
/// Where requests come from: the last hop that none of our own proxies is. The entries of <c>X-Forwarded-For</c> are read from the right,
/// and only as long as the hop that wrote them is in <see cref="AccessOptions.TrustedProxies"/>: everything further left can be made up
/// by the caller.
/// </summary>
public sealed class CallerAddress(IOptions<AccessOptions> options)
{
    private const string Header = "X-Forwarded-For";

    // Not read before a request needs it: options are validated when the API is mapped.
    private readonly Lazy<IPNetwork[]> _trusted = new(() =>
        [.. from text in options.Value.TrustedProxies select AddressRange.TryParse(text, out var range) ? range : default]);

    /// <summary>The address, an IPv4 one never in the form of IPv6; null if the request came over no network.</summary>
    public IPAddress? Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var entries = context.Request.Headers[Header].SelectMany(line => (line ?? "").Split(',')).ToList();
        var hop = Plain(context.Connection.RemoteIpAddress);
        if (options.Value.IsBehindFrontEnd && TakeLast(entries) is { } client)
        {
            hop = client;
        }

        while (hop is not null && Array.Exists(_trusted.Value, range => range.Contains(hop)) && TakeLast(entries) is { } before)
        {
            hop = before;
        }

        return hop;
    }

    private static IPAddress? TakeLast(List<string> entries)
    {
        if (entries.Count == 0)
        {
            return null;
        }

        var last = Read(entries[^1].Trim());
        entries.RemoveAt(entries.Count - 1);
        return last;
    }

    // With a port where a front end of Azure writes it: 203.0.113.7:51234, [2001:db8::1]:443.
    private static IPAddress? Read(string text) =>
        IPAddress.TryParse(text, out var address) ? Plain(address)
        : IPEndPoint.TryParse(text, out var endpoint) ? Plain(endpoint.Address)
        : null;

    // A zone belongs to this machine and would hide the address from comparison.
    private static IPAddress? Plain(IPAddress? address) => address switch
    {
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => new IPAddress(address.GetAddressBytes()),
        _ => address,
    };
}
