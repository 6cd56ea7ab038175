using System.Net;
using System.Net.Sockets;

namespace JobScheduler.TestKit;

/// <summary>Three ports of the loopback address that nobody listens on.</summary>
internal sealed record AzuritePorts(int Blob, int Queue, int Table)
{
    // The well-known account of the emulator: not a secret.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public IReadOnlyList<int> All => [Blob, Queue, Table];

    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={Endpoint(Blob)};"
        + $"QueueEndpoint={Endpoint(Queue)};TableEndpoint={Endpoint(Table)};";

    /// <summary>Free when asked; another process may be faster, and then the start is tried again with others.</summary>
    public static AzuritePorts Free()
    {
        var listeners = Enumerable.Range(0, 3).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        try
        {
            listeners.ForEach(listener => listener.Start());
            var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToList();
            return new(ports[0], ports[1], ports[2]);
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }

    private static string Endpoint(int port) => $"http://127.0.0.1:{port}/{Account}";
}
