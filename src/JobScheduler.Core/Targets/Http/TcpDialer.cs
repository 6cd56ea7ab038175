using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

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
