using Microsoft.Extensions.Logging;

namespace JobScheduler.Operations;

/// <summary>Log events of operations: 1401 to 1449.</summary>
internal static partial class OperationEvents
{
    [LoggerMessage(
        1401, LogLevel.Information, "Operation {Operation} ({Kind}) of tenant {Tenant} {State}: {Done} done, {Refused} refused {Error}")]
    public static partial void OperationEnded(
        this ILogger logger, string operation, string kind, string tenant, OperationState state, int done, int refused, string error);

    [LoggerMessage(1402, LogLevel.Information, "Operation {Operation} ({Kind}) of tenant {Tenant} was canceled by {Actor}")]
    public static partial void OperationCanceled(this ILogger logger, string operation, string kind, string tenant, string actor);

    [LoggerMessage(1403, LogLevel.Warning, "A step of operation {Operation} ({Kind}) failed, {Times} in a row")]
    public static partial void StepFailed(this ILogger logger, Exception error, string operation, string kind, int times);

    [LoggerMessage(1404, LogLevel.Debug, "A step of operation {Operation} ({Kind}) is put off: {Reason}")]
    public static partial void StepPutOff(this ILogger logger, string operation, string kind, string reason);

    [LoggerMessage(1406, LogLevel.Error, "Operation {Operation} cannot be acted on; it is put off by 5 minutes")]
    public static partial void OperationFailed(this ILogger logger, Exception error, string operation);

    [LoggerMessage(1405, LogLevel.Error, "This version knows no operations of the kind {Kind}; {Operation} is put off by 5 minutes")]
    public static partial void KindUnknown(this ILogger logger, string kind, string operation);
}
