using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>
/// Connects to a host by name after checking every address of that name, and only to the addresses that were checked.
/// Checking when the job is written would not be enough: the name may resolve differently by the time of the request.
/// </summary>
public sealed class GuardedConnector(AddressGuard guard, INameResolver resolver, ITcpDialer dialer, TimeProvider clock)
{
    /// <summary>Tries the host's addresses in turn; each but the last gets an equal share of the time allowed.</summary>
    /// <exception cref="AddressRefusedException">At least one of the addresses may not be reached. Nothing was sent anywhere.</exception>
    /// <exception cref="SocketException">The name has no address, or none of them answers: the last one's error.</exception>
    public async Task<Stream> ConnectAsync(string host, int port, TimeSpan allowed, CancellationToken cancellation)
    {
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolver.ResolveAsync(host, cancellation);
        foreach (var address in addresses)
        {
            if (guard.Refusal(address, port) is { } refusal)
            {
                throw new AddressRefusedException(host, port, refusal);
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

/// <summary>The HTTP stack of targets, without anything that follows or remembers on its own.</summary>
public static class GuardedHandler
{
    /// <summary>
    /// Connects through the connector only; follows no redirect, uses no proxy, keeps no cookies, decompresses nothing, and drops a
    /// connection after <see cref="TargetOptions.ConnectionLifetime"/>. TLS checks the certificate against the name of the URL.
    /// </summary>
    public static SocketsHttpHandler Create(GuardedConnector connector, TargetOptions options) => new()
    {
        ConnectCallback = async (context, cancellation) =>
            await connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, options.ConnectTimeout, cancellation),
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = options.ConnectionLifetime,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        // The composer writes traceparent; baggage and tracestate of this process are nobody else's business.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };
}

/// <summary>Turns the host name of a target into addresses, at the time of connecting.</summary>
public interface INameResolver
{
    /// <summary>All addresses of the name, in order of preference; empty when it has none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name does not exist or could not be resolved.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation);
}

/// <summary>Asks the operating system.</summary>
internal sealed class SystemNameResolver : INameResolver
{
    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation) =>
        await Dns.GetHostAddressesAsync(host, cancellation);
}

/// <summary>Opens a connection to an address that has been checked.</summary>
public interface ITcpDialer
{
    /// <summary>The caller owns the stream.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Nothing answers there.</exception>
    Task<Stream> DialAsync(IPAddress address, int port, CancellationToken cancellation);
}

/// <summary>Plain sockets.</summary>
internal sealed class TcpDialer : ITcpDialer
{
    public async Task<Stream> DialAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
