using System.Net;
using System.Net.Sockets;

namespace JobScheduler.Targets.Http;

/// <summary>Names with scripted answers, and a wire that notes every address dialled and leads all of them to loopback.</summary>
internal sealed class FakeNetwork : INameResolver, ITcpDialer
{
    /// <summary>Public addresses for tests: none of them is ever really dialled.</summary>
    public const string PublicA = "93.184.215.14";
    public const string PublicB = "151.101.1.6";

    private readonly Dictionary<string, Queue<string[]>> _answers = [];

    public List<string> Resolved { get; } = [];

    public List<string> Dialled { get; } = [];

    /// <summary>Addresses at which nobody answers.</summary>
    public HashSet<string> Dead { get; } = [];

    /// <summary>Addresses that swallow every packet.</summary>
    public HashSet<string> Black { get; } = [];

    /// <summary>Successive resolutions of the name; the last one repeats.</summary>
    public FakeNetwork With(string name, params string[][] answers)
    {
        _answers[name] = new Queue<string[]>(answers);
        return this;
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation)
    {
        Resolved.Add(host);
        if (!_answers.TryGetValue(host, out var answers))
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        return Task.FromResult<IReadOnlyList<IPAddress>>(
            [.. (answers.Count > 1 ? answers.Dequeue() : answers.Peek()).Select(IPAddress.Parse)]);
    }

    public async Task<Stream> DialAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        Dialled.Add(address.ToString());
        if (Dead.Contains(address.ToString()))
        {
            throw new SocketException((int)SocketError.ConnectionRefused);
        }

        if (Black.Contains(address.ToString()))
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        }

        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
        return client.GetStream();
    }
}
