using System.Net.Sockets;
using System.Text;

namespace JobScheduler.Api.Tests.Hosting;

/// <summary>A connection on which a test writes what no HTTP client would.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream? _stream;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<RawConnection> OpenAsync(Uri address)
    {
        var connection = new RawConnection();
        await connection._client.ConnectAsync(address.Host, address.Port, Cancellation);
        connection._stream = connection._client.GetStream();
        return connection;
    }

    /// <summary>The beginning of a request, up to the empty line, that closes the connection in the end.</summary>
    public static string Head(string method, string path, params string[] headers) => string.Concat(
    [
        $"{method} {path} HTTP/1.1\r\nHost: test\r\nX-Api-Key: {TestHost.Key}\r\nConnection: close\r\n",
        .. headers.Select(line => $"{line}\r\n"),
        "\r\n",
    ]);

    public async Task SendAsync(string text) => await _stream!.WriteAsync(Encoding.Latin1.GetBytes(text), Cancellation);

    /// <summary>Says that nothing follows.</summary>
    public void EndSending() => _client.Client.Shutdown(SocketShutdown.Send);

    /// <summary>Ends it with a reset, as a process that dies does.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    /// <summary>All that the server sends until it closes.</summary>
    public async Task<string> ReadAsync()
    {
        using var reader = new StreamReader(_stream!, Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancellation);
    }

    public void Dispose() => _client.Dispose();
}
