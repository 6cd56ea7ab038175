using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosts;

/// <summary>Log events of target hosts: 1601 to 1619.</summary>
internal static partial class HostEvents
{
    [LoggerMessage(
        1601, LogLevel.Warning, "Circuit of host {Host} of tenant {Tenant}: {Failures} failures, the last: {Reason}; open until {Until}")]
    public static partial void CircuitOpened(
        this ILogger logger, string tenant, string host, int failures, string? reason, DateTimeOffset? until);

    [LoggerMessage(
        1602,
        LogLevel.Information,
        "Circuit of host {Host} of tenant {Tenant} was probed: {Answer}; open until {Until}, or closed if there is no time")]
    public static partial void CircuitProbed(this ILogger logger, string tenant, string host, HostAnswer answer, DateTimeOffset? until);

    [LoggerMessage(
        1603, LogLevel.Warning, "The state of host {Host} of tenant {Tenant} could not be written; this process keeps to it all the same")]
    public static partial void HostNotWritten(this ILogger logger, Exception error, string tenant, string host);

    [LoggerMessage(1604, LogLevel.Information, "The definition of host {Host} of tenant {Tenant} was deleted by {Actor}")]
    public static partial void HostDeleted(this ILogger logger, string tenant, string host, string actor);
}
