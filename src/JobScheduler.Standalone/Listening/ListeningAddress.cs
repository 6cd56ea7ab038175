using JobScheduler.Targets.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace JobScheduler.Standalone.Listening;

/// <summary>The first address that the server listens on and that names one host: "all addresses" is nothing to call.</summary>
internal sealed class ListeningAddress(IServer server) : IOwnAddress
{
    public string? Url => server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(NamesAHost);

    private static bool NamesAHost(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Host: not ("0.0.0.0" or "[::]" or "*" or "+") };
}
