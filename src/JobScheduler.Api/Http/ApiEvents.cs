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

    [LoggerMessage(4004, LogLevel.Warning, "A request from {Address} was refused: its key or token is invalid")]
    public static partial void CredentialInvalid(ILogger logger, string address);

    [LoggerMessage(
        4005,
        LogLevel.Warning,
        "{Count} more requests with invalid keys or tokens were refused within a minute, the last from {Address} (trace {LastTraceId})")]
    public static partial void MoreCredentialsInvalid(ILogger logger, long count, string address, string lastTraceId);

    [LoggerMessage(4006, LogLevel.Warning, "Not ready because of storage ({Fault}): {Reason}")]
    public static partial void StorageNotReady(ILogger logger, StorageFault fault, string reason);
}
