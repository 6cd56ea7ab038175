using JobScheduler.Standalone.Settings;

namespace JobScheduler.Standalone.Listening;

/// <summary>The web server, with limits on untrusted input.</summary>
internal static class CarefulListening
{
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
            ServerLimits.Set(kestrel.Limits, configuration);
        });
    }
}
