using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Connects to a host by its name, after checking every address of that name, and to exactly the addresses that were checked.
/// Checking when the job is written would not do: the answer of the name may differ by the time of the request.
/// </summary>
public sealed class GuardedConnector(AddressGuard guard, INameResolver resolver, ITcpDialer dialer, TimeProvider clock)
{
    /// <summary>Tries the host's addresses in turn; each but the last gets its equal share of the time allowed.</summary>
    /// <exception cref="AddressRefusedException">One of the addresses, or more, may not be reached. Nothing was sent anywhere.</exception>
    /// <exception cref="SocketException">The name has no address, or none of them answers: the last one's error.</exception>
    public async Task<Stream> ConnectAsync(string host, int port, TimeSpan allowed, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellation);
        foreach (var address in addresses)
        {
            if (guard.Refusal(address) is { } kind)
            {
                throw new AddressRefusedException(host, address, kind);
            }
        }

        var share = allowed / Math.Max(1, addresses.Count);
        for (var i = 0; i < addresses.Count - 1; i++)
        {
            if (await TryDialAsync(addresses[i], port, share, cancellation) is { } stream)
            {
                return stream;
            }
        }

        return addresses.Count > 0
            ? await dialer.DialAsync(addresses[^1], port, cancellation)
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Null: no answer there, or not in time.</summary>
    private async Task<Stream?> TryDialAsync(IPAddress address, int port, TimeSpan share, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(share, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            return await dialer.DialAsync(address, port, both.Token);
        }
        catch (SocketException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
