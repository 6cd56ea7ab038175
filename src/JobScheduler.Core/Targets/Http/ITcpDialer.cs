using System.Net;

namespace JobScheduler.Targets.Http;

/// <summary>Opens a connection to an address that has been checked.</summary>
public interface ITcpDialer
{
    /// <summary>The caller owns the stream.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody answers there.</exception>
    Task<Stream> DialAsync(IPAddress address, int port, CancellationToken cancellation);
}
