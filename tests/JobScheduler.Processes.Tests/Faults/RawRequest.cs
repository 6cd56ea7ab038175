using System.Net.Sockets;
using System.Text;
using JobScheduler.Processes.Tests.Server;

namespace JobScheduler.Processes.Tests.Faults;

/// <summary>A connection on which a test writes what no HTTP client would.</summary>
internal sealed class RawRequest : IDisposable
{
    private readonly TcpClient _client = new();

    /// <summary>Sends the beginning of a request for a run, whose body is still to come.</summary>
    public static async Task<RawRequest> BeginAsync(Uri address, params string[] headers)
    {
        var request = new RawRequest();
        await request._client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        string[] lines =
        [
            "POST /api/v1/runs HTTP/1.1", "Host: test", $"X-Api-Key: {StandaloneProcess.Key}", "Content-Type: application/json",
            "Connection: close", .. headers, "", "",
        ];
        await request.SendAsync(string.Join("\r\n", lines));
        return request;
    }

    public async Task SendAsync(string text) =>
        await _client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

    /// <summary>All that the server sends until it closes.</summary>
    public async Task<string> ReadAsync()
    {
        using var reader = new StreamReader(_client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends the connection with a reset, as a process that dies does.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();
}
