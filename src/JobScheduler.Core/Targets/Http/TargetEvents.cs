using System.Net;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Targets.Http;

/// <summary>What is logged of targets: events 2400 to 2409.</summary>
internal static partial class TargetEvents
{
    /// <summary>The only place that reveals the address behind a refused name.</summary>
    [LoggerMessage(2400, LogLevel.Warning, "Run {Run} of tenant {Tenant} may not reach {Host}: {Address} is {Kind}")]
    public static partial void AddressRefused(
        this ILogger logger, string run, string tenant, string host, IPAddress address, string kind);

    [LoggerMessage(2401, LogLevel.Warning, "Run {Run} of tenant {Tenant} has a target that is refused: {Reason}")]
    public static partial void TargetRefused(this ILogger logger, string run, string tenant, string reason);
}
