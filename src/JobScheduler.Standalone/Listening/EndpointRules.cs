using JobScheduler.Hosting.Settings;
using JobScheduler.Standalone.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Listening;

/// <summary>
/// Checks what is configured under <c>Kestrel</c> before the web server does, which ignores misspelled names, stops at the first fault,
/// and does not say which key it belongs to.
/// </summary>
internal sealed class EndpointRules(IConfiguration configuration, IHostEnvironment host, TimeProvider time)
    : IValidateOptions<WholeConfiguration>
{
    public ValidateOptionsResult Validate(string? name, WholeConfiguration options)
    {
        var files = new CertificateFiles(host.ContentRootPath, time);
        List<string> faults =
        [
            .. Misspelled(configuration.GetSection(FrameworkSettings.Kestrel), EndpointKeys.OfSection),
            .. FaultsOfLimits(),
            .. EndpointKeys.EndpointsOf(configuration).SelectMany(FaultsOf),
            .. EndpointKeys.CertificatesOf(configuration).SelectMany(certificate =>
                Misspelled(certificate, EndpointKeys.OfCertificate).Concat(files.FaultsOf(certificate))),
        ];
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private List<string> FaultsOfLimits()
    {
        var section = configuration.GetSection(EndpointKeys.Limits);
        var faults = section.GetChildren()
            .Where(child => !EndpointKeys.OfLimits.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            .Select(child => SectionBinder.Unknown(child.Path, [.. EndpointKeys.OfLimits.Select(name => $"{section.Path}:{name}")]))
            .ToList();
        if (ServerLimits.Set(new KestrelServerLimits(), configuration) is { } fault)
        {
            faults.Add($"{section.Path}: {fault}");
        }

        return faults;
    }

    private static IEnumerable<string> FaultsOf(IConfigurationSection endpoint)
    {
        var misspelled = Misspelled(endpoint, EndpointKeys.OfEndpoint).ToList();
        var key = $"{endpoint.Path}:{EndpointKeys.Url}";
        return endpoint[EndpointKeys.Url] is { } url ? Urls.IsAddress(url) ? misspelled : [.. misspelled, Urls.Fault(key, url)]
            : misspelled.Count > 0 ? misspelled
            : [$"{key} is not set; it is the address of the endpoint, such as https://*:8443"];
    }

    /// <summary>Only near misses: the web server may know more names than are listed here.</summary>
    private static IEnumerable<string> Misspelled(IConfigurationSection section, IReadOnlyList<string> known) => section.GetChildren()
        .Where(child => !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        .Select(child => (child.Path, Meant: Suggestion.For(child.Key, known)))
        .Where(child => child.Meant is not null)
        .Select(child => $"{child.Path} is not known; did you mean {section.Path}:{child.Meant}?");
}
