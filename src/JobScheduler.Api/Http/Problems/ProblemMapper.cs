using System.Globalization;
using JobScheduler.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Http;

/// <summary>The one place where failures become answers. What is not foreseen says nothing about its inside.</summary>
public sealed partial class ProblemMapper(ILogger<ProblemMapper> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseWhenFull = TimeSpan.FromSeconds(30);

    /// <summary>The answer to a failure. Failures of this side are logged.</summary>
    public ProblemResult Map(Exception failure) => failure switch
    {
        MalformedException malformed => new(ProblemKind.Malformed.With(malformed.Message, malformed.Errors)),
        ProblemException problem => new(problem.Kind.With(problem.Message)) { Headers = problem.Headers },
        RefusalException refusal => Of(refusal),
        StorageException storage => Of(storage),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => new(ProblemKind.TooLarge.With("the body is larger than this server accepts")),
        BadHttpRequestException => new(ProblemKind.Malformed.With("the request could not be read")),
        OperationCanceledException => WithPause(ProblemKind.Unavailable.With("the request was stopped before it was answered; it may have taken effect"), Pause),
        _ => Unforeseen(failure),
    };

    /// <summary>A refusal of the domain as a problem, also of one item among many.</summary>
    public static Problem ProblemOf(RefusalException refusal) => KindOf(refusal.Kind).With(refusal.Message, refusal.Errors);

    private static ProblemResult Of(RefusalException refusal)
    {
        var problem = ProblemOf(refusal);
        return refusal.Kind is RefusalKind.Throttled or RefusalKind.Unavailable
            ? WithPause(problem, refusal.RetryAfter ?? Pause)
            : new ProblemResult(problem);
    }

    private ProblemResult Of(StorageException failure)
    {
        LogStorage(log, failure.Fault, failure.Message, failure);
        return failure.Fault switch
        {
            StorageFault.Full => WithPause(
                ProblemKind.Unavailable.With("the disk that holds the data is full; nothing was changed. Free some space and try again"), PauseWhenFull),
            StorageFault.Unknown => WithPause(
                ProblemKind.Unavailable.With("storage did not say whether the request took effect; repeat it with the same Idempotency-Key, or check first"), Pause),
            StorageFault.Transient or StorageFault.Throttled => WithPause(
                ProblemKind.Unavailable.With("storage cannot take the request now; nothing was changed"), failure.RetryAfter ?? Pause),
            _ => new(ProblemKind.Internal.With("storage failed; the server's log says why")),
        };
    }

    private ProblemResult Unforeseen(Exception failure)
    {
        LogUnforeseen(log, failure);
        return new ProblemResult(ProblemKind.Internal.With("the request failed in the server; its log has the details under the trace id"));
    }

    private static ProblemResult WithPause(Problem problem, TimeSpan pause) => new(problem)
    {
        Headers = new Dictionary<string, string>
        {
            ["Retry-After"] = Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
        },
    };

    private static ProblemKind KindOf(RefusalKind kind) => kind switch
    {
        RefusalKind.NotFound => ProblemKind.NotFound,
        RefusalKind.Conflict => ProblemKind.Conflict,
        RefusalKind.Invalid => ProblemKind.Validation,
        RefusalKind.Precondition => ProblemKind.Precondition,
        RefusalKind.TooLarge => ProblemKind.TooLarge,
        RefusalKind.Throttled => ProblemKind.Throttled,
        RefusalKind.Unavailable => ProblemKind.Unavailable,
        _ => ProblemKind.Internal,
    };

    [LoggerMessage(4001, LogLevel.Error, "A request failed.")]
    private static partial void LogUnforeseen(ILogger log, Exception failure);

    [LoggerMessage(4002, LogLevel.Warning, "A request failed because storage did ({Fault}): {Reason}")]
    private static partial void LogStorage(ILogger log, StorageFault fault, string reason, Exception failure);
}
