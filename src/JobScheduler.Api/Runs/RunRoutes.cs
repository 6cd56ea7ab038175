using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Runs;

/// <summary>Routes of runs; those of their lists are <see cref="RunListRoutes"/>.</summary>
internal static class RunRoutes
{
    private const string Tag = "Runs";
    private const string Run = Root + "/runs/{runId}";
    private static readonly AccessPolicy Read = AccessPolicy.Needs("runs.read");
    private static readonly AccessPolicy Submit = AccessPolicy.Needs("runs.submit");
    private static readonly AccessPolicy Report = AccessPolicy.NeedsOrAttempt("runs.report");
    private static readonly AccessPolicy ReadLog = AccessPolicy.NeedsOrAttempt("runs.read");
    private static readonly AccessPolicy Cancel = AccessPolicy.Needs("runs.cancel");

    private const string OnlyRunning =
        "For targets that complete their work through the API. 409 unless the attempt with this fence is running.";

    // Two that fail, so that there are dead letters to look at.
    private const string BulkExample =
        """
        {
          "items": [
            { "jobId": "nightly-report", "input": { "day": "2026-11-29" }, "idempotencyKey": "report-29" },
            { "name": "broken", "target": { "type": "handler", "name": "fail" }, "retry": { "maxAttempts": 1 } },
            { "name": "broken too", "target": { "type": "handler", "name": "fail" }, "retry": { "maxAttempts": 1 } }
          ]
        }
        """;

    // A run that has not started, and is canceled by the example before that of redrive.
    private static readonly PathExample Later = new("runId", "/id", "submitRunOfJob");

    public static IEnumerable<ApiRoute> All => [.. Submissions, .. RunListRoutes.All, .. Reads, .. Actions];

    private static IEnumerable<ApiRoute> Submissions =>
    [
        new()
        {
            Name = "submitRunOfJob", Method = "POST", Pattern = Root + "/jobs/{jobId}/runs", Policy = Submit,
            Memory = RouteMemory.Record, Handler = On<RunEndpoints>((runs, call) => runs.PostOfJobAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Run a job",
                Details = "Now, at a time, or after a delay. Without a body, everything is taken from the job.",
                Body = RunBodies.OfJob, BodyOptional = true, Example = """{ "input": { "day": "2026-11-30" }, "after": "1h" }""",
                Headers = [Key],
                Answers = [Accepted, Replayed], Problems = [404, 413, 415, 422, 429],
            },
        },
        new()
        {
            Name = "submitRun", Method = "POST", Pattern = Root + "/runs", Policy = Submit,
            Memory = RouteMemory.Little, Handler = On<RunEndpoints>((runs, call) => runs.PostAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Run something without a job", Body = RunBodies.Own, Headers = [Key],
                Example = """{ "name": "hello", "target": { "type": "handler", "name": "echo" }, "input": { "hello": "world" } }""",
                Answers = [Accepted, Replayed], Problems = [413, 415, 422, 429],
            },
        },
        new()
        {
            Name = "submitRuns", Method = "POST", Pattern = Root + "/runs/bulk", Policy = Submit,
            Memory = RouteMemory.Little, Handler = On<BulkEndpoint>((bulk, call) => bulk.PostAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Submit many runs",
                Details = "Up to 1,000. Each is accepted or refused independently; the outcomes are in the same order.",
                Body = RunBodies.Bulk,
                Example = BulkExample,
                Answers = [Ok<ItemList<BulkOutcome>>("The outcome of each.")], Problems = [413, 415, 422, 429],
            },
        },
    ];

    private static IEnumerable<ApiRoute> Reads =>
    [
        new()
        {
            Name = "getRun", Method = "GET", Pattern = Run, Policy = Read,
            Memory = RouteMemory.Little, Handler = On<RunEndpoints>((runs, call) => runs.GetAsync(call)),
            Query =
            [
                new("wait", ParameterKind.Duration, "Responds when the run ends, or after this long; at most 60s.") { Example = "30s" },
            ],
            Description = new() { Tag = Tag, Summary = "Read a run", Answers = [Ok<Run>()], Problems = [404] },
        },
        new()
        {
            Name = "listAttempts", Method = "GET", Pattern = Run + "/attempts", Policy = Read,
            Memory = RouteMemory.Scan, Handler = On<RunEndpoints>((runs, call) => runs.AttemptsAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "List the attempts of a run", Answers = [Ok<ItemList<Attempt>>("In order.")], Problems = [404],
            },
        },
        new()
        {
            Name = "getRunLogs", Method = "GET", Pattern = Run + "/logs", Policy = ReadLog,
            Memory = RouteMemory.Scan, Handler = On<RunLogEndpoints>((logs, call) => logs.GetAsync(call)),
            Query =
            [
                new("follow", ParameterKind.Flag, "Streams the lines as server-sent events until the run has ended."),
                new("from", ParameterKind.Whole, "Where to continue: next from the previous response."),
            ],
            Description = new()
            {
                Tag = Tag, Summary = "Read or follow the log of a run",
                Details =
                    "What the attempts logged, interleaved with what the scheduler reports: starts, answers of HTTP targets, failures, the "
                    + "next attempt, a cancel, the end. A response has at most 1 MiB of the log: while complete is false, read on with "
                    + "from={next}. While following, the last event is named end; Last-Event-ID continues after a lost connection.",
                Answers = [Ok<LogPage>("Part of the log.")], Problems = [404],
            },
        },
        new()
        {
            Name = "getRunResult", Method = "GET", Pattern = Run + "/result", Policy = Read,
            Handler = On<RunEndpoints>((runs, call) => runs.ResultAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "The result of a run",
                Answers =
                [
                    new(
                        StatusCodes.Status200OK,
                        "The result, with the content type that its target gave.",
                        typeof(byte[]),
                        "application/octet-stream"),
                    new(StatusCodes.Status204NoContent, "It ended without a result."),
                ],
                Problems = [404, 409],
            },
        },
        new()
        {
            Name = "getRunInput", Method = "GET", Pattern = Run + "/input", Policy = Read,
            Handler = On<RunEndpoints>((runs, call) => runs.InputAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "The input of a run",
                Answers =
                [
                    Ok<RawJson>("The input, however large."),
                    new(StatusCodes.Status204NoContent, "It has no input."),
                ],
                Problems = [404],
            },
        },
        new()
        {
            Name = "explainRun", Method = "GET", Pattern = Run + "/why", Policy = Read,
            Memory = RouteMemory.Scan, Handler = On<RunEndpoints>((runs, call) => runs.WhyAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Why is a run waiting?", Answers = [Ok<WhyWaiting>("The blockers, in order.")], Problems = [404],
            },
        },
    ];

    private static IEnumerable<ApiRoute> Actions =>
    [
        new()
        {
            Name = "cancelRun", Method = "POST", Pattern = Run + "/cancel", Policy = Cancel,
            Memory = RouteMemory.Scan, Handler = On<RunActionEndpoints>((runs, call) => runs.CancelAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Cancel a run", Details = "A waiting run ends at once; a running attempt is told to stop.",
                PathExamples = [Later],
                Answers = [new(StatusCodes.Status202Accepted, "Requested, now or earlier.", typeof(Run))], Problems = [404, 409],
            },
        },
        new()
        {
            Name = "cancelRuns", Method = "POST", Pattern = Root + "/runs/cancel", Policy = Cancel,
            Memory = RouteMemory.Little, Handler = On<RunActionEndpoints>((runs, call) => runs.CancelManyAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Cancel many runs", Details = "Needs a condition, or all.", Body = RunBodies.CancelMany,
                Example = """{ "job": "nightly-report", "state": ["scheduled", "queued"] }""",
                Answers = [Started, Counted], Problems = [413, 415, 422],
            },
        },
        new()
        {
            Name = "redriveRun", Method = "POST", Pattern = Run + "/redrive", Policy = AccessPolicy.Needs("runs.redrive"),
            Memory = RouteMemory.Scan, Handler = On<RunActionEndpoints>((runs, call) => runs.RedriveAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Repeat an ended run", Body = RunBodies.Redrive, BodyOptional = true, PathExamples = [Later],
                Example = """{ "definition": "current" }""",
                Headers = [Key], Answers = [Accepted, Replayed], Problems = [404, 409, 413, 415, 422],
            },
        },
        new()
        {
            Name = "reportHeartbeat", Method = "POST", Pattern = Run + "/heartbeat", Policy = Report,
            Memory = RouteMemory.Report, Handler = On<RunActionEndpoints>((runs, call) => runs.HeartbeatAsync(call)),
            Description = new()
            {
                Tag = "Callbacks", Summary = "Report a heartbeat of an attempt", Details = OnlyRunning, Body = RunBodies.Heartbeat,
                Example = """{ "fence": 1, "progress": 0.4, "message": "halfway" }""",
                Answers = [Ok<HeartbeatAnswer>("Recorded.")], Problems = [403, 404, 409, 413, 415],
            },
        },
        new()
        {
            Name = "reportLog", Method = "POST", Pattern = Run + "/logs", Policy = Report,
            Memory = RouteMemory.Report, Handler = On<RunActionEndpoints>((runs, call) => runs.LogAsync(call)),
            Description = new()
            {
                Tag = "Callbacks", Summary = "Add lines to the log of an attempt",
                Details = OnlyRunning + " Not a heartbeat: it does not put off the end of the attempt.", Body = RunBodies.Log,
                Example =
                    """{ "fence": 1, "lines": [{ "message": "42 rows read" }, { "level": "warning", "message": "1 row skipped" }] }""",
                Answers = [Ok<LogAnswer>("How many lines were kept.")], Problems = [403, 404, 409, 413, 415],
            },
        },
        new()
        {
            Name = "completeRun", Method = "POST", Pattern = Run + "/complete", Policy = Report,
            Memory = RouteMemory.Report, Handler = On<RunActionEndpoints>((runs, call) => runs.CompleteAsync(call)),
            Description = new()
            {
                Tag = "Callbacks", Summary = "Report the end of an attempt", Details = OnlyRunning, Body = RunBodies.Completion,
                Example = """{ "fence": 1, "outcome": "succeeded", "result": { "rows": 42 } }""",
                Answers = [Ok<ReportedRun>("Recorded; what became of the run.")], Problems = [403, 404, 409, 413, 415],
            },
        },
    ];
}
