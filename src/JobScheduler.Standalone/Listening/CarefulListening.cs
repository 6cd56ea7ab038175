using JobScheduler.Api.Http;

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

    public static void ListenCarefully(this IWebHostBuilder host, IConfiguration configuration) => host
        .UseKestrelCore()
        .UseKestrelHttpsConfiguration()
        .UseUrls(Urls.Read(configuration))
        .ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytes;
            kestrel.Limits.MaxRequestHeaderCount = HeaderCount;
            kestrel.Limits.MaxRequestLineSize = LineBytes;
            kestrel.Limits.RequestHeadersTimeout = HeaderTime;
        })
        .ConfigureServices(services => services.AddRouting());
}
