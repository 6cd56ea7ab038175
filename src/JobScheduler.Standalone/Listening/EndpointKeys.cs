using JobScheduler.Standalone.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace JobScheduler.Standalone.Listening;

/// <summary>The configuration keys of endpoints and certificates, as ASP.NET Core documents them.</summary>
internal static class EndpointKeys
{
    public const string Endpoints = $"{FrameworkSettings.Kestrel}:{EndpointsName}";
    public const string DefaultCertificate = $"{FrameworkSettings.Kestrel}:{CertificatesName}:Default";
    public const string Limits = $"{FrameworkSettings.Kestrel}:{LimitsName}";
    public const string Url = "Url";
    public const string Certificate = "Certificate";
    public const string Path = "Path";
    public const string KeyPath = "KeyPath";
    public const string Password = "Password";

    private const string EndpointsName = "Endpoints";
    private const string CertificatesName = "Certificates";
    private const string LimitsName = "Limits";
    private const string Sni = "Sni";

    /// <summary>The names in the section, in an endpoint and in a certificate.</summary>
    public static IReadOnlyList<string> OfSection { get; } = [EndpointsName, CertificatesName, LimitsName, "EndpointDefaults"];

    /// <summary>The names of limits.</summary>
    public static IReadOnlyList<string> OfLimits { get; } = [.. typeof(KestrelServerLimits).GetProperties().Select(limit => limit.Name)];

    public static IReadOnlyList<string> OfEndpoint { get; } =
        [Url, "Protocols", "SslProtocols", "ClientCertificateMode", Certificate, Sni];

    public static IReadOnlyList<string> OfCertificate { get; } =
        [Path, KeyPath, Password, "Subject", "Store", "Location", "AllowInvalid"];

    /// <summary>The endpoints that are configured.</summary>
    public static IEnumerable<IConfigurationSection> EndpointsOf(IConfiguration configuration) =>
        configuration.GetSection(Endpoints).GetChildren();

    /// <summary>All certificates that are configured: those for all endpoints, for one, and for one of its host names.</summary>
    public static IEnumerable<IConfigurationSection> CertificatesOf(IConfiguration configuration) =>
    [
        .. configuration.GetSection($"{FrameworkSettings.Kestrel}:{CertificatesName}").GetChildren(),
        .. EndpointsOf(configuration).SelectMany(endpoint => endpoint.GetSection(Sni).GetChildren().Append(endpoint))
            .Select(holder => holder.GetSection(Certificate))
            .Where(certificate => certificate.Exists()),
    ];
}
