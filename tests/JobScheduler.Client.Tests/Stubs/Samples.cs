namespace JobScheduler.Client.Tests.Stubs;

/// <summary>Answers as the server writes them.</summary>
internal static class Samples
{
    public const string Job = """
        { "id": "hello", "name": null, "description": null, "labels": { "team": "finance" },
          "target": { "type": "handler", "name": "echo" }, "input": { "day": "yesterday" }, "priority": "high", "placement": "pinned",
          "retry": { "maxAttempts": 5, "backoff": "exponential", "initialDelay": "1m30s", "maxDelay": "PT10M", "factor": 2, "jitter": 0.2,
            "delays": null, "retryOn": null, "neverOn": ["http:400"] },
          "timeouts": { "queue": null, "run": "10m", "heartbeat": "250ms" }, "concurrency": { "max": null, "group": null },
          "retention": "30d", "paused": false, "pause": null, "version": 3, "createdBy": "administrator",
          "createdAt": "2026-12-01T06:30:00.123Z", "updatedAt": "2026-12-01T07:30:00.000+01:00" }
        """;

    public const string Schedule = """
        { "id": "weekday-mornings", "jobId": "hello",
          "spec": { "type": "cron", "cron": "30 7 * * MON-FRI", "timeZone": "Europe/Berlin", "dst": { "gap": "auto", "overlap": "auto" },
            "startAt": null, "endAt": "2027-12-31T23:00:00.000Z", "maxRuns": 100, "jitter": "0s",
            "calendars": [{ "id": "holidays-de", "shift": "next" }] },
          "policy": { "misfire": "fireOnce", "catchUpWindow": "1h", "maxCatchUp": 10, "overlap": "queueOne" },
          "input": { "day": "today" }, "priority": null, "paused": true, "note": "maintenance", "resumeAt": "2026-12-02T06:00:00.000Z",
          "nextFireAt": null, "lastFireAt": "2026-12-01T06:30:00.000Z", "runs": 41, "createdBy": "administrator",
          "createdAt": "2026-10-01T06:30:00.123Z", "updatedAt": "2026-12-01T07:30:00.000+01:00" }
        """;

    public const string Calendar = """
        { "id": "holidays-de", "kind": "exclude", "dates": ["2026-12-25"], "weekdays": ["sat", "sun"],
          "ranges": [{ "from": "2026-12-28", "to": "2026-12-31" }], "timeZone": null, "createdBy": "administrator",
          "createdAt": "2026-10-01T06:30:00.123Z", "updatedAt": "2026-10-01T06:30:00.123Z" }
        """;

    public const string Preview = """
        { "fires": [ { "nominalAt": "2026-03-29T01:00:00.000Z", "localTime": "2026-03-29T03:00:00+02:00",
              "notes": ["dst gap: 02:30 does not exist, runs at 03:00"] },
            { "nominalAt": "2026-03-30T00:30:00.000Z", "localTime": "2026-03-30T02:30:00+02:00", "notes": [] } ],
          "skipped": [ { "localTime": "2026-03-31T02:30:00+02:00", "reason": "calendar holidays-de" } ] }
        """;

    public const string Operation = """
        { "id": "op-1", "kind": "backfill", "state": "running", "done": 0, "total": null, "refused": 1,
          "refusals": [{ "id": "letter-1", "detail": "what it would repeat is gone" }], "error": null, "createdBy": "administrator",
          "createdAt": "2026-12-01T06:30:00.123Z", "endedAt": null }
        """;

    public const string Run = """
        { "id": "03-abc", "jobId": "hello", "jobVersion": 3, "scheduleId": null, "batchId": null, "name": null, "state": "queued",
          "reason": null, "priority": "normal", "labels": {}, "nominalAt": "2026-12-01T06:30:00.000Z",
          "createdAt": "2026-12-01T06:30:00.000Z", "dueAt": "2026-12-01T06:30:00.000Z", "dispatchedAt": null, "startedAt": null,
          "endedAt": null, "attempt": 0, "maxAttempts": 3, "lost": 0, "progress": null, "progressMessage": null,
          "cancelRequestedAt": null, "target": { "type": "handler", "name": "echo" }, "input": null,
          "result": null, "error": null, "missed": null, "redriveOf": null, "createdBy": "administrator" }
        """;

    public static string Ended => Run
        .Replace("\"queued\"", "\"succeeded\"", StringComparison.Ordinal)
        .Replace("\"endedAt\": null", "\"endedAt\": \"2026-12-01T06:31:00.000Z\"", StringComparison.Ordinal)
        .Replace("\"result\": null", "\"result\": { \"rowsRead\": 42 }", StringComparison.Ordinal);

    public static string Problem(int status, string name, string errors = "null") =>
        $$"""{ "type": "/problems/{{name}}", "title": "A title", "status": {{status}},"""
            + $$""" "detail": "a detail", "errors": {{errors}}, "traceId": "abc" }""";
}
