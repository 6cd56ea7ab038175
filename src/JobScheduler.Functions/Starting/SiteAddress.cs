using JobScheduler.Targets.Http;
using Microsoft.Extensions.Configuration;

namespace JobScheduler.Functions.Starting;

/// <summary>The address that the platform gives the application: <c>WEBSITE_HOSTNAME</c>, without a scheme.</summary>
internal sealed class SiteAddress(IConfiguration configuration) : IOwnAddress
{
    public const string Key = "WEBSITE_HOSTNAME";

    public string? Url => configuration[Key] is { Length: > 0 } host ? $"{(IsLocal(host) ? "http" : "https")}://{host}" : null;

    /// <summary>The Core Tools set the variable too, and listen without TLS.</summary>
    private static bool IsLocal(string host) =>
        host.Split(':')[0] is var name && (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name == "127.0.0.1");
}
