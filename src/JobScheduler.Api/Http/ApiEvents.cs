using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Http;

/// <summary>What the API logs.</summary>
internal static partial class ApiEvents
{
    [LoggerMessage(4001, LogLevel.Error, "A request failed")]
    public static partial void RequestFailed(ILogger logger, Exception failure);

    [LoggerMessage(4002, LogLevel.Warning, "A request failed because of storage ({Fault}): {Reason}")]
    public static partial void StorageFailed(ILogger logger, StorageFault fault, string reason, Exception failure);

    [LoggerMessage(4003, LogLevel.Warning, "A request did not fit into memory and was refused")]
    public static partial void OutOfMemory(ILogger logger, Exception failure);
}
