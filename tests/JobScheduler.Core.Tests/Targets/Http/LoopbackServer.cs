using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace JobScheduler.Targets.Http;

/// <summary>
/// A small HTTP/1.1 server on 127.0.0.1 that notes what it receives and answers raw text, also text that is no proper HTTP.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ReceivedRequest, Stream, CancellationToken, Task> _answer;
    private readonly X509Certificate2? _certificate;
    private readonly ConcurrentQueue<ReceivedRequest> _received = new();
    private readonly Task _accepting;
    private int _connections;

    private LoopbackServer(Func<ReceivedRequest, Stream, CancellationToken, Task> answer, X509Certificate2? certificate)
    {
        _answer = answer;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>In the order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Received => [.. _received];

    public int Connections => _connections;

    /// <summary>Answers each request with the text; a connection is closed after its answer.</summary>
    public static LoopbackServer Answering(Func<ReceivedRequest, string> answer, X509Certificate2? certificate = null) =>
        new((request, stream, stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer(request)), stop).AsTask(), certificate);

    /// <summary>Lets the answer be written piece by piece.</summary>
    public static LoopbackServer Streaming(Func<Stream, CancellationToken, Task> answer) =>
        new((_, stream, stop) => answer(stream, stop), null);

    /// <summary>A whole answer.</summary>
    public static string Reply(int status, string body = "", string headers = "") =>
        $"HTTP/1.1 {status} Whatever\r\nContent-Length: {Encoding.Latin1.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    public static string Redirect(int status, string location) => Reply(status, "", $"Location: {location}\r\n");

    public string Url(string path = "/", string host = "127.0.0.1") => $"http://{host}:{Port}{path}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var closing = client;
        try
        {
            Interlocked.Increment(ref _connections);
            var sni = (string?)null;
            Stream stream = client.GetStream();
            if (_certificate is not null)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsServerAsync(
                    (_, hello, _, _) =>
                    {
                        sni = hello.ServerName;
                        return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = _certificate });
                    },
                    null,
                    _stop.Token);
                stream = tls;
            }

            var request = await ReceivedRequest.ReadAsync(stream, sni, _stop.Token);
            _received.Enqueue(request);
            await _answer(request, stream, _stop.Token);
            await stream.FlushAsync(_stop.Token);
        }
        catch (Exception error) when (
            error is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The client went away, which is what some tests are about.
        }
    }
}
