using System.Diagnostics;
using System.Net;

namespace JobScheduler.Targets.Http;

/// <summary>The HTTP stack of targets, stripped of everything that goes or remembers on its own.</summary>
public static class GuardedHandler
{
    /// <summary>
    /// Connects through the connector only; follows no redirect, uses no proxy, keeps no cookies, unpacks nothing, and gives up a
    /// connection after <see cref="TargetOptions.ConnectionLifetime"/>. TLS checks the certificate against the name of the URL.
    /// </summary>
    public static SocketsHttpHandler Create(GuardedConnector connector, TargetOptions options) => new()
    {
        ConnectCallback = async (context, cancellation) =>
            await connector.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, options.ConnectTimeout, cancellation),
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = options.ConnectionLifetime,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PreAuthenticate = false,
        AutomaticDecompression = DecompressionMethods.None,
        // The composer writes traceparent; baggage and tracestate of this process are nobody else's business.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };
}
