using System.Globalization;
using JobScheduler.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Api.Http;

/// <summary>The one place where failures become responses. Unexpected ones reveal no internals.</summary>
public sealed class ProblemMapper(ILogger<ProblemMapper> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PauseWhenFull = TimeSpan.FromSeconds(30);

    /// <summary>Puts the id of the request, which its problem will show, around all log lines in its flow.</summary>
    public IDisposable? Trace(HttpContext context) => RequestTrace.Begin(log, context);

    /// <summary>The response to a failure. Failures on the server's side are logged.</summary>
    public ProblemResult Map(Exception failure) => failure switch
    {
        MalformedException malformed => new(ProblemKind.Malformed.With(malformed.Message, malformed.Errors)),
        ProblemException problem => new(problem.Kind.With(problem.Message)) { Headers = problem.Headers },
        RefusalException refusal => Of(refusal),
        StorageException storage => Of(storage),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            new(ProblemKind.TooLarge.With("the body is larger than this server accepts")),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            new(ProblemKind.TooSlow.With("the body arrived too slowly; send it without pauses")),
        BadHttpRequestException => new(ProblemKind.Malformed.With(
            "the request could not be read; its body must be as long as Content-Length says, or in chunks as HTTP defines them")),
        OutOfMemoryException => OutOfMemory(failure),
        OperationCanceledException => Unavailable("the request was stopped before it was answered; it may have taken effect", Pause),
        _ => Unexpected(failure),
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
        ApiEvents.StorageFailed(log, failure.Fault, failure.Message, failure);
        return failure.Fault switch
        {
            StorageFault.Full => Unavailable(
                "the disk that holds the data is full; nothing was changed. Free up some space and try again", PauseWhenFull),
            StorageFault.Unknown => Unavailable(
                "storage did not confirm whether the request took effect; repeat it with the same Idempotency-Key, or check first", Pause),
            StorageFault.Transient or StorageFault.Throttled => Unavailable(
                "storage cannot accept the request now; nothing was changed", failure.RetryAfter ?? Pause),
            _ => new(ProblemKind.Internal.With("storage failed; see the server's log for the reason")),
        };
    }

    // The heap has a limit: one request that does not fit ends here, and the process goes on.
    private ProblemResult OutOfMemory(Exception failure)
    {
        ApiEvents.OutOfMemory(log, failure);
        return Unavailable(
            "the server has too little memory for this request now; it may have taken effect. Try again, or ask for less at a time", Pause);
    }

    private ProblemResult Unexpected(Exception failure)
    {
        ApiEvents.RequestFailed(log, failure);
        return new ProblemResult(ProblemKind.Internal.With("the server failed; its log has the details under the trace id"));
    }

    private static ProblemResult Unavailable(string detail, TimeSpan pause) => WithPause(ProblemKind.Unavailable.With(detail), pause);

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
}

/// <summary>Responds with a problem.</summary>
public sealed class ProblemResult(Problem problem) : IResult
{
    public Problem Problem { get; } = problem;

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        var traced = Problem with { TraceId = RequestTrace.IdOf(httpContext) };
        await new JsonResult<Problem>(traced, WireJson.Default.Problem) { Status = Problem.Status, ContentType = Problem.ContentType }
            .ExecuteAsync(httpContext);
    }
}
