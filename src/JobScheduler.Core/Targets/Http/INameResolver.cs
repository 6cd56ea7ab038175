using System.Net;

namespace JobScheduler.Targets.Http;

/// <summary>Turns the host name of a target into addresses, at the time of connecting.</summary>
public interface INameResolver
{
    /// <summary>All addresses of the name, in order of preference; empty when it has none.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The name does not exist or could not be resolved.</exception>
    Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellation);
}
