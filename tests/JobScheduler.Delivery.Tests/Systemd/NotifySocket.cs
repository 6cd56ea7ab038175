using System.Net.Sockets;
using System.Text;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Delivery.Tests.Systemd;

/// <summary>What systemd listens on while it starts a service of <c>Type=notify</c>.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    public NotifySocket()
    {
        Address = Path.Combine(_folder.Path, "notify");
        _socket.Bind(new UnixDomainSocketEndPoint(Address));
    }

    /// <summary>For <c>NOTIFY_SOCKET</c>.</summary>
    public string Address { get; }

    /// <summary>The next message: lines of <c>NAME=value</c>.</summary>
    public async Task<string> NextAsync()
    {
        var message = new byte[4096];
        var length = await _socket.ReceiveAsync(message, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(message, 0, length);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Dispose();
    }
}
