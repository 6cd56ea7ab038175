using JobScheduler.Api.Http;
using JobScheduler.Standalone.Settings;

namespace JobScheduler.Standalone.Listening;

/// <summary>The web server, with limits on untrusted input.</summary>
internal static class CarefulListening
{
    /// <summary>Slightly more than the largest body, so that the route itself refuses it and states its limit.</summary>
    private const long LargestBody = BodyLimits.Bulk + 64 * 1024;

    private const int HeaderBytes = 16 * 1024;
    private const int HeaderCount = 64;
    private const int LineBytes = 8 * 1024;
    private static readonly TimeSpan HeaderTime = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Listens on the endpoints that are configured under <c>Kestrel</c>, otherwise on the addresses in <c>urls</c>. If both are set,
    /// endpoints win, and the server says so.
    /// </summary>
    public static void ListenCarefully(this IWebHostBuilder host, IConfiguration configuration)
    {
        var urls = Urls.Read(configuration);
        if (configuration[SettingKeys.Urls] is not null || !EndpointKeys.EndpointsOf(configuration).Any())
        {
            host.UseUrls(urls);
        }

        host.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureServices(services => services.AddRouting());
        host.ConfigureKestrel(kestrel =>
        {
            // Also watches the certificates' files: a new one is used without a restart.
            kestrel.Configure(configuration.GetSection(FrameworkSettings.Kestrel), reloadOnChange: true);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = HeaderCount;
            kestrel.Limits.MaxRequestLineSize = LineBytes;
            kestrel.Limits.RequestHeadersTimeout = HeaderTime;
        });
    }
}
