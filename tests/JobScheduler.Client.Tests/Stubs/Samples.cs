namespace JobScheduler.Client.Tests.Stubs;

/// <summary>Answers as the server writes them.</summary>
internal static class Samples
{
    public const string Job = """
        { "id": "hello", "name": null, "description": null, "labels": { "team": "finance" }, "target": { "type": "handler", "name": "echo" },
          "input": { "day": "yesterday" }, "priority": "high", "placement": "pinned",
          "retry": { "maxAttempts": 5, "backoff": "exponential", "initialDelay": "1m30s", "maxDelay": "PT10M", "factor": 2, "jitter": 0.2,
            "delays": null, "retryOn": null, "neverOn": ["http:400"] },
          "timeouts": { "queue": null, "run": "10m", "heartbeat": "250ms" }, "concurrency": { "max": null, "group": null }, "retention": "30d",
          "paused": false, "pause": null, "version": 3, "createdBy": "administrator",
          "createdAt": "2026-12-01T06:30:00.123Z", "updatedAt": "2026-12-01T07:30:00.000+01:00" }
        """;

    public const string Run = """
        { "id": "03-abc", "jobId": "hello", "jobVersion": 3, "scheduleId": null, "batchId": null, "name": null, "state": "queued", "reason": null,
          "priority": "normal", "labels": {}, "nominalAt": "2026-12-01T06:30:00.000Z", "createdAt": "2026-12-01T06:30:00.000Z",
          "dueAt": "2026-12-01T06:30:00.000Z", "dispatchedAt": null, "startedAt": null, "endedAt": null, "attempt": 0, "maxAttempts": 3, "lost": 0,
          "progress": null, "progressMessage": null, "cancelRequestedAt": null, "target": { "type": "handler", "name": "echo" }, "input": null,
          "result": null, "error": null, "missed": null, "redriveOf": null, "createdBy": "administrator" }
        """;

    public static string Ended => Run
        .Replace("\"queued\"", "\"succeeded\"", StringComparison.Ordinal)
        .Replace("\"endedAt\": null", "\"endedAt\": \"2026-12-01T06:31:00.000Z\"", StringComparison.Ordinal)
        .Replace("\"result\": null", "\"result\": { \"rowsRead\": 42 }", StringComparison.Ordinal);

    public static string Problem(int status, string name, string errors = "null") =>
        $$"""{ "type": "/problems/{{name}}", "title": "A title", "status": {{status}}, "detail": "a detail", "errors": {{errors}}, "traceId": "abc" }""";
}
