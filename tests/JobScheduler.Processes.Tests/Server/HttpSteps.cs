namespace JobScheduler.Processes.Tests.Server;

/// <summary>The requests of <see cref="HttpScript"/>. Statuses and members are those of the contract of the API.</summary>
internal static class HttpSteps
{
    private const string Job = "/api/v1/jobs/checked";
    private const string Schedule = $"{Job}/schedules/hourly";
    private const string Echo = """ "target": { "type": "handler", "name": "echo" } """;
    private const string Hourly = """ "spec": { "type": "cron", "cron": "0 * * * *" } """;
    private const string Later = $$"""{ {{Echo}}, "after": "1h" }""";

    /// <summary>In order: later ones use what earlier ones have made.</summary>
    public static IReadOnlyList<HttpStep> All =>
        [
            .. Open, .. Jobs, .. Schedules, .. Calendars, .. Groups, .. Hosts, .. Runs, .. Callbacks, .. DeadLetters, .. Operations,
            .. Refusals,
        ];

    private static IEnumerable<HttpStep> Open =>
    [
        new("GET /health/live", 200) { Anonymous = true },
        new("HEAD /health/live", 200) { Anonymous = true },
        new("GET /health/ready", 200) { Anonymous = true },
        new("GET /openapi/v1.json", 200) { Anonymous = true, Text = "\"openapi\"" },
        new("GET /reference", 200) { Anonymous = true, Type = "text/html", Header = "Content-Security-Policy" },
        new("GET /problems", 200) { Anonymous = true, Type = "text/html", Header = "ETag" },
        new("GET /problems/validation", 200)
        {
            Anonymous = true, Headers = ["Accept: application/json"], Text = "\"type\":\"/problems/validation\"",
        },
        new("GET /", 302) { Anonymous = true, Type = "", Header = "Location" },
        new("GET /api/v1/auth/me", 200),
        new("GET /api/v1/auth/me", 401) { Anonymous = true, Header = "WWW-Authenticate" },
    ];

    private static IEnumerable<HttpStep> Jobs =>
    [
        new($"PUT {Job}", 201, $$"""{ {{Echo}}, "labels": { "a": "b" } }""") { Header = "ETag", Text = "\"version\":1" },
        new($"PUT {Job}", 412, $$"""{ {{Echo}} }""") { Headers = ["If-None-Match: *"] },
        new($"GET {Job}", 200) { Header = "ETag", Text = "\"labels\":{\"a\":\"b\"}" },
        new($"GET {Job}", 304) { Headers = ["If-None-Match: *"], Type = "", Header = "ETag" },
        new($"HEAD {Job}", 200),
        new($"PATCH {Job}", 200, """{ "description": "of the script" }""")
        {
            BodyType = "application/merge-patch+json", Text = "of the script",
        },
        new("GET /api/v1/jobs", 200) { Text = "\"id\":\"checked\"" },
        new("GET /api/v1/jobs?label=a:b&limit=1", 200) { Text = "\"continuation\":" },
        new("POST /api/v1/jobs", 201, $$"""{ {{Echo}} }""") { Header = "Location", Keep = "job=id" },
        new("DELETE /api/v1/jobs/{job}", 204),
        new("GET /api/v1/jobs/{job}", 404),
        new($"POST {Job}/pause", 200, """{ "note": "a while" }""") { Text = "\"paused\":true" },
        new($"POST {Job}/resume", 200) { Text = "\"paused\":false" },
        new($"GET {Job}/status", 200) { Text = "\"status\":" },
        new($"GET {Job}/versions", 200),
        new($"GET {Job}/versions/1", 200),
    ];

    private static IEnumerable<HttpStep> Schedules =>
    [
        new($"PUT {Schedule}", 201, $$"""{ {{Hourly}} }""") { Header = "ETag", Text = "\"nextFireAt\":\"" },
        new($"GET {Schedule}", 200),
        new($"PATCH {Schedule}", 200, """{ "note": "n" }""") { BodyType = "application/merge-patch+json" },
        new($"GET {Job}/schedules", 200) { Text = "\"id\":\"hourly\"" },
        new($"POST {Job}/schedules", 201, """{ "spec": { "type": "once", "after": "10d" } }""") { Keep = "schedule=id" },
        new($"DELETE {Job}/schedules/{{schedule}}", 204),
        new($"POST {Schedule}/pause", 200, "{}") { Text = "\"paused\":true" },
        new($"POST {Schedule}/resume", 200) { Text = "\"paused\":false" },
        new($"GET {Schedule}/fires?count=3", 200),
        new("GET /api/v1/schedules", 200) { Text = "\"id\":\"hourly\"" },
        new("GET /api/v1/schedules?job=checked&type=cron&type=once&paused=false&q=HOUR", 200) { Text = "\"jobId\":\"checked\"" },
        new("GET /api/v1/fires", 200),
        new("POST /api/v1/schedules/preview", 200, $$"""{ {{Hourly}} }""") { Text = "\"fires\":" },
        new($"POST {Schedule}/trigger", 202, "{}") { Header = "Location", Keep = "run=id" },
        new("GET /api/v1/runs/{run}?wait=60s", 200) { Until = true, Text = "\"state\":\"succeeded\"" },
        new($"POST {Schedule}/backfill", 202, """{ "from": "2026-01-01T00:30:00Z", "to": "2026-01-01T02:30:00Z" }""")
        {
            Header = "Location",
        },
        new($"GET {Job}/status", 200) { Until = true, Text = "\"status\":\"scheduled\"" },
    ];

    private static IEnumerable<HttpStep> Groups =>
    [
        new("PUT /api/v1/groups/database", 201, """{ "max": 2 }"""),
        new("GET /api/v1/groups/database", 200) { Text = "\"max\":2" },
        new("GET /api/v1/groups", 200) { Text = "\"id\":\"database\"" },
        new("PUT /api/v1/groups/database", 422, """{ "max": 0 }""") { Text = "1 to 1000" },
        new("DELETE /api/v1/groups/database", 204),
    ];

    private static IEnumerable<HttpStep> Hosts =>
    [
        new("PUT /api/v1/hosts/api.example.com_8443", 201, """{ "max": 20, "rate": "50/s", "burst": 100 }"""),
        new("GET /api/v1/hosts/api.example.com_8443", 200) { Text = "\"rate\":\"50/s\"" },
        new("PATCH /api/v1/hosts/api.example.com_8443", 200, """{ "max": 10 }""")
        {
            BodyType = "application/merge-patch+json", Text = "\"max\":10",
        },
        new("GET /api/v1/hosts", 200) { Text = "api.example.com_8443" },
        new("PUT /api/v1/hosts/UPPER", 422, """{ "max": 1 }"""),
        new("DELETE /api/v1/hosts/api.example.com_8443", 204),
    ];

    private static IEnumerable<HttpStep> Calendars =>
    [
        new("PUT /api/v1/calendars/closed", 201, """{ "kind": "exclude", "dates": ["2026-12-25"] }"""),
        new("GET /api/v1/calendars/closed", 200) { Text = "2026-12-25" },
        new("GET /api/v1/calendars", 200) { Text = "\"id\":\"closed\"" },
        new("PUT /api/v1/calendars/closed", 200, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
            + "DTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261226\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        {
            BodyType = "text/calendar", Text = "2026-12-26",
        },
        new("DELETE /api/v1/calendars/closed", 204),
    ];

    private static IEnumerable<HttpStep> Runs =>
    [
        new($"POST {Job}/runs", 202, """{ "input": { "of": "the job" } }""") { Header = "Location", Keep = "run=id" },
        new("GET /api/v1/runs/{run}?wait=60s", 200) { Until = true, Text = "\"state\":\"succeeded\"" },
        new("GET /api/v1/runs/{run}/result", 200) { Text = "of" },
        new("GET /api/v1/runs/{run}/input", 200),
        new("GET /api/v1/runs/{run}/attempts", 200) { Text = "\"outcome\":\"succeeded\"" },
        new("GET /api/v1/runs/{run}/why", 200) { Text = "succeeded" },
        new("GET /api/v1/runs/{run}/logs", 200),
        new("GET /api/v1/runs/{run}/logs?follow=true", 200) { Type = "text/event-stream", Text = "event: end" },
        new("POST /api/v1/runs/{run}/cancel", 409),
        new("POST /api/v1/runs/{run}/redrive", 202, """{ "input": "another", "definition": "current" }""")
        {
            Header = "Location", Text = "\"redriveOf\":",
        },
        new("POST /api/v1/runs/cancel", 422, "{}"),
        new("POST /api/v1/runs/cancel", 200, """{ "all": true, "dryRun": true }""") { Text = "\"count\":" },
        new("GET /api/v1/runs?job=checked&state=succeeded", 200),
        new("GET /api/v1/runs?endedFrom=2020-01-01T00:00:00Z&endedTo=2020-01-02T00:00:00Z", 200) { Text = "\"items\":[]" },
        new($"GET {Job}/runs?state=succeeded&endedFrom=2020-01-01T00:00:00Z", 200)
        {
            Text = "\"jobId\":\"checked\"",
        },
        new("GET /api/v1/jobs/none/runs", 404),
        new("GET /api/v1/runs/counts?job=checked&state=failed", 200) { Text = "\"exact\":true" },
        new("GET /api/v1/runs/counts", 200) { Text = "\"skipped\":" },
        new("GET /api/v1/jobs?include=recent&q=checked", 200) { Text = "\"state\":\"succeeded\"" },
        new("POST /api/v1/runs", 202, Later) { Headers = ["Idempotency-Key: once"], Keep = "later=id" },
        new("POST /api/v1/runs", 200, Later) { Headers = ["Idempotency-Key: once"], Text = "scheduled" },
        new("POST /api/v1/runs", 422, $$"""{ {{Echo}}, "after": "2h" }""") { Headers = ["Idempotency-Key: once"] },
        new("POST /api/v1/runs/{later}/cancel", 202),
        new("GET /api/v1/runs/{later}?wait=60s", 200) { Until = true, Text = "\"state\":\"canceled\"" },
        new("POST /api/v1/runs/bulk", 200, $$"""{ "items": [ {{Later}}, { "target": { "type": "nothing" } } ] }"""),
        new("POST /api/v1/runs/cancel", 202, """{ "job": "checked" }""") { Header = "Location", Keep = "operation=id" },
    ];

    private static IEnumerable<HttpStep> Callbacks =>
    [
        new("POST /api/v1/runs", 202, """{ "target": { "type": "http", "url": "{target}", "completion": "callback" } }""")
        {
            Keep = "run=id",
        },
        new("POST /api/v1/runs/{run}/heartbeat", 401, """{ "fence": 1 }""")
        {
            Anonymous = true, Headers = ["JobScheduler-Token: jsa_none"],
        },
        new("POST /api/v1/runs/{run}/heartbeat", 200, """{ "fence": 1, "progress": 0.5 }""") { Until = true },
        new("POST /api/v1/runs/{run}/logs", 200, """{ "fence": 1, "lines": [{ "message": "42 rows" }] }""") { Text = "\"kept\":1" },
        new("GET /api/v1/runs/{run}", 200) { Text = "\"state\":\"running\"" },
        new("POST /api/v1/runs/{run}/complete", 409, """{ "fence": 99, "outcome": "succeeded" }"""),
        new("POST /api/v1/runs/{run}/complete", 200, """{ "fence": 1, "outcome": "succeeded", "result": 42 }""")
        {
            Text = "\"state\":\"succeeded\"",
        },
    ];

    private static IEnumerable<HttpStep> DeadLetters =>
    [
        new("POST /api/v1/runs", 202, """{ "target": { "type": "http", "url": "{target}/none" }, "retry": { "maxAttempts": 1 } }""")
        {
            Keep = "run=id",
        },
        new("GET /api/v1/runs/{run}?wait=60s", 200) { Until = true, Text = "\"state\":\"failed\"" },
        new("GET /api/v1/dead-letters", 200) { Text = "http:404", Keep = "dead=items.0.id" },
        new("GET /api/v1/dead-letters/causes", 200) { Text = "HTTP 404 from POST " },
        new("GET /api/v1/dead-letters/{dead}", 200),
        new("POST /api/v1/dead-letters/{dead}/redrive", 202) { Header = "Location", Keep = "run=id" },
        new("GET /api/v1/runs/{run}?wait=60s", 200) { Until = true, Text = "\"state\":\"failed\"" },
        new("GET /api/v1/dead-letters", 200) { Text = "http:404", Keep = "dead=items.0.id" },
        new("DELETE /api/v1/dead-letters/{dead}", 204),
        new("GET /api/v1/dead-letters/{dead}", 404),
        new("POST /api/v1/dead-letters/redrive", 422, "{}"),
        new("POST /api/v1/dead-letters/purge", 200, """{ "cause": "none", "dryRun": true }""") { Text = "\"count\":0" },
        new("POST /api/v1/dead-letters/redrive", 202, """{ "cause": "none" }""") { Header = "Location" },
        new("POST /api/v1/dead-letters/purge", 202, """{ "cause": "none" }""") { Header = "Location" },
    ];

    private static IEnumerable<HttpStep> Operations =>
    [
        new("GET /api/v1/operations", 200),
        new("GET /api/v1/operations/{operation}", 200) { Until = true, Text = "\"state\":\"succeeded\"" },
        new("POST /api/v1/operations/{operation}/cancel", 409),
        new($"DELETE {Job}", 204),
    ];

    private static IEnumerable<HttpStep> Refusals =>
    [
        new("GET /nothing/here", 404),
        new("GET /api/v1/jobs/none", 404),
        new("DELETE /api/v1/fires", 405) { Header = "Allow" },
        new("POST /api/v1/runs", 400, "{ not json"),
        new("POST /api/v1/runs", 415, Later) { BodyType = "text/plain" },
        new("POST /api/v1/runs", 422, """{ "target": { "type": "http", "url": "no address" } }""") { Text = "target.url" },
        new("POST /api/v1/runs", 413, $$"""{ {{Echo}}, "input": "{{new string('x', 1_200_000)}}" }"""),
        new("GET /api/v1/runs?limit=none", 400),
    ];
}
