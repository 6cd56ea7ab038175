using System.Reflection;
using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace JobScheduler.Standalone.Listening;

/// <summary>
/// What the web server gives to connections and requests of which nothing is known yet. Each limit is replaced by what is configured under
/// <c>Kestrel:Limits</c>, with the names that ASP.NET Core documents.
/// </summary>
internal static class ServerLimits
{
    /// <summary>
    /// An idle or waiting connection takes some 20 KiB: 40 MiB for all, and fewer files than systems allow. They are not counted by
    /// address: one client can hold all of them, so that others find none. Who faces strangers puts a proxy before the server.
    /// </summary>
    private const int MostConnections = 2048;

    /// <summary>What all connections may hold at worst: a quarter of the heap, which is half of what requests leave.</summary>
    private const int ShareOfHeap = 4;

    /// <summary>As many as clients expect (RFC 9113, 6.5.2 advises against fewer).</summary>
    private const int StreamsPerConnection = 100;

    /// <summary>Slightly more than the largest body, so that the route itself refuses it and states its limit.</summary>
    private const long LargestBody = BodyLimits.Bulk + 64 * 1024;

    /// <summary>A key, a token, conditions with some ETags, and what proxies add.</summary>
    private const int HeaderBytes = 16 * 1024;

    private const int HeaderCount = 64;

    /// <summary>A list's filters, repeated, and a continuation.</summary>
    private const int LineBytes = 8 * 1024;

    /// <summary>What waits in a connection until it is read, instead of 1 MiB: requests that wait must not hold bodies.</summary>
    private const int WaitingBytes = 128 * 1024;

    /// <summary>What waits in a connection until the client takes it.</summary>
    private const int SendingBytes = 64 * 1024;

    /// <summary>Headers are sent in one go; who needs longer wants to keep a connection busy.</summary>
    private static readonly TimeSpan HeaderTime = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Also of connections on which nothing has come yet. Slightly longer than proxies and clients keep an idle connection (60 s or 90 s):
    /// none uses one that is just being closed.
    /// </summary>
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(95);

    /// <summary>A body in pieces of a few bytes would hold its memory for days; 240 bytes a second reach any modem.</summary>
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>How many connections there may be, if the heap may take so many bytes.</summary>
    public static long ConnectionsOf(long heap) => Math.Min(MostConnections, heap / ShareOfHeap / (WaitingBytes + SendingBytes));

    /// <summary>Sets our limits, then those that are configured.</summary>
    /// <returns>
    /// What is wrong with those; null: nothing. It is not thrown, because the web server asks before <see cref="EndpointRules"/> reports
    /// it with all other faults, and the start is refused.
    /// </returns>
    public static string? Set(KestrelServerLimits limits, IConfiguration configuration)
    {
        limits.MaxConcurrentConnections = ConnectionsOf(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

        // Nothing here upgrades a connection.
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = LargestBody;
        limits.MaxRequestBufferSize = WaitingBytes;
        limits.MaxResponseBufferSize = SendingBytes;
        limits.MaxRequestHeadersTotalSize = HeaderBytes;
        limits.MaxRequestHeaderCount = HeaderCount;
        limits.MaxRequestLineSize = LineBytes;
        limits.RequestHeadersTimeout = HeaderTime;
        limits.KeepAliveTimeout = IdleTime;
        limits.MinRequestBodyDataRate = SlowestBody;
        limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        limits.Http2.MaxRequestHeaderFieldSize = LineBytes;
        limits.Http2.InitialConnectionWindowSize = WaitingBytes;
        limits.Http2.InitialStreamWindowSize = WaitingBytes;

        try
        {
            Replace(limits, configuration.GetSection(EndpointKeys.Limits));
            return null;
        }
        catch (TargetInvocationException error)
        {
            return error.InnerException?.Message ?? error.Message;
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException)
        {
            return error.Message;
        }
    }

    private static void Replace(KestrelServerLimits limits, IConfigurationSection section)
    {
        section.Bind(limits);
        limits.MinRequestBodyDataRate =
            RateOf(section.GetSection(nameof(limits.MinRequestBodyDataRate)), limits.MinRequestBodyDataRate);
        limits.MinResponseDataRate = RateOf(section.GetSection(nameof(limits.MinResponseDataRate)), limits.MinResponseDataRate);
    }

    // Rates cannot be changed, only replaced, which the binder does not do.
    private static MinDataRate? RateOf(IConfigurationSection section, MinDataRate? rate) => !section.Exists() ? rate : new MinDataRate(
        section.GetValue(nameof(MinDataRate.BytesPerSecond), rate?.BytesPerSecond ?? SlowestBody.BytesPerSecond),
        section.GetValue(nameof(MinDataRate.GracePeriod), rate?.GracePeriod ?? SlowestBody.GracePeriod));
}
