using JobScheduler.Api.Http;
using JobScheduler.Api.Jobs;
using Microsoft.AspNetCore.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Schedules;

/// <summary>Routes of schedules.</summary>
internal static class ScheduleRoutes
{
    private const string Tag = "Schedules";
    private const string Many = Root + "/jobs/{jobId}/schedules";
    private const string One = Many + "/{scheduleId}";
    private const string Example =
        """
        {
          "spec": {
            "type": "cron", "cron": "30 7 * * MON-FRI", "timeZone": "Europe/Berlin",
            "dst": { "gap": "auto", "overlap": "auto" }
          },
          "policy": { "misfire": "fireOnce", "catchUpWindow": "1h", "overlap": "skip" },
          "input": { "day": "yesterday" }
        }
        """;

    private static readonly AccessPolicy Read = AccessPolicy.Needs("schedules.read");
    private static readonly AccessPolicy Write = AccessPolicy.Needs("schedules.write");
    private static readonly AccessPolicy Pause = AccessPolicy.Needs("schedules.pause");
    private static readonly AccessPolicy Submit = AccessPolicy.Needs("runs.submit");
    private static readonly RouteAnswer Created = new(
        StatusCodes.Status201Created, "Created; Location points to the schedule.", typeof(Schedule));

    public static IEnumerable<ApiRoute> All => [.. Definitions, .. Actions];

    private static IEnumerable<ApiRoute> Definitions =>
    [
        new()
        {
            Name = "listAllSchedules", Method = "GET", Pattern = Root + "/schedules", Policy = Read,
            Handler = On<ScheduleEndpoints>((schedules, call) => schedules.ListAllAsync(call)),
            Query =
            [
                new("job", ParameterKind.Text, "The id of a job."),
                new("q", ParameterKind.Text, "Part of the schedule's id or of its job's id; case-insensitive."),
                new("paused", ParameterKind.Flag, "Only paused schedules, or only those that are not."),
                new("type", ParameterKind.SpecType, "Any of these types of spec.", Repeats: true),
                .. PageQuery,
            ],
            Description = new()
            {
                Tag = Tag, Summary = "List schedules",
                Details = "Of all jobs, with their next and their last fire. For the fires themselves: GET /fires.",
                Answers = [Ok<Page<Schedule>>("Schedules, job by job, those of a job ordered by id.")],
            },
        },
        new()
        {
            Name = "listSchedules", Method = "GET", Pattern = Many, Policy = Read, Query = PageQuery,
            Handler = On<ScheduleEndpoints>((schedules, call) => schedules.ListAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "List the schedules of a job", Answers = [Ok<Page<Schedule>>("Schedules, ordered by id.")],
                Problems = [404],
            },
        },
        new()
        {
            Name = "createSchedule", Method = "POST", Pattern = Many, Policy = Write,
            Handler = On<ScheduleEndpoints>((schedules, call) => schedules.PostAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Create a schedule",
                Details = "Generates an id if none is given. A schedule that would never fire is refused; the error names the field.",
                Body = ScheduleBodies.Schedule,
                Example = """{ "id": "every-15-minutes", "spec": { "type": "interval", "every": "15m" } }""", Answers = [Created],
                Problems = [404, 409, 413, 415, 422],
            },
        },
        new()
        {
            Name = "putSchedule", Method = "PUT", Pattern = One, Policy = Write,
            Handler = On<ScheduleEndpoints>((schedules, call) => schedules.PutAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Create or replace a schedule",
                Details =
                    "Omitted members take their defaults, except paused, note and resumeAt, which are kept. Fires that are already due "
                    + "follow the old definition, later ones the new one. A schedule that was read can be written back.",
                Body = ScheduleBodies.Schedule, Example = Example, Headers = [IfMatch, IfNoneMatch],
                Answers = [Ok<Schedule>("Replaced."), Created], Problems = [404, 409, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "getSchedule", Method = "GET", Pattern = One, Policy = Read,
            Handler = On<ScheduleEndpoints>((schedules, call) => schedules.GetAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Read a schedule",
                Answers =
                [
                    Ok<Schedule>(
                        "The schedule. ETag identifies its definition and pause. It does not change with fires: to watch nextFireAt and "
                        + "lastFireAt, read without If-None-Match."),
                    NotModified,
                ],
                Headers = [IfChanged],
                Problems = [404, 412],
            },
        },
        new()
        {
            Name = "patchSchedule", Method = "PATCH", Pattern = One, Policy = Write,
            Handler = On<SchedulePatchEndpoint>((patch, call) => patch.PatchAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Change some members of a schedule",
                Details =
                    "JSON merge patch (RFC 7396): null removes a member, which then takes its default. To change the type of spec, set "
                    + "the members of the old type to null.",
                Body = ScheduleBodies.Schedule, BodyType = "application/merge-patch+json", Headers = [IfMatch],
                Example = """{ "spec": { "cron": "0 8 * * MON-FRI", "dst": null } }""",
                Answers = [Ok<Schedule>("Changed.")], Problems = [404, 409, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "deleteSchedule", Method = "DELETE", Pattern = One, Policy = Write,
            Handler = On<ScheduleEndpoints>((schedules, call) => schedules.DeleteAsync(call)),
            Query =
            [
                new(
                    "withdrawPending",
                    ParameterKind.Flag,
                    "Cancels its runs that are due but have not started; otherwise they proceed. Default false."),
            ],
            Description = new()
            {
                Tag = Tag, Summary = "Delete a schedule", Details = "It no longer fires.",
                PathExamples = [new("scheduleId", "every-15-minutes")], Headers = [IfMatch], Answers = [Done], Problems = [404, 412],
            },
        },
    ];

    private static IEnumerable<ApiRoute> Actions =>
    [
        new()
        {
            Name = "pauseSchedule", Method = "POST", Pattern = One + "/pause", Policy = Pause,
            Handler = On<ScheduleActionEndpoints>((schedules, call) => schedules.PauseAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Pause a schedule",
                Details = "It stops firing, and fires that fall into the pause are not made up for.",
                Body = JobBodies.Pause, BodyOptional = true,
                Example = """{ "note": "month-end closing", "withdrawPending": true }""",
                Answers = [Ok<Schedule>("Paused.")], Problems = [404, 413, 415, 422],
            },
        },
        new()
        {
            Name = "resumeSchedule", Method = "POST", Pattern = One + "/resume", Policy = Pause,
            Handler = On<ScheduleActionEndpoints>((schedules, call) => schedules.ResumeAsync(call)),
            Description = new() { Tag = Tag, Summary = "Resume a schedule", Answers = [Ok<Schedule>("Resumed.")], Problems = [404] },
        },
        new()
        {
            Name = "triggerSchedule", Method = "POST", Pattern = One + "/trigger", Policy = Submit,
            Memory = RouteMemory.Scan, Handler = On<ScheduleActionEndpoints>((schedules, call) => schedules.TriggerAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Run a schedule now",
                Details =
                    "Now, at a time, or after a delay. Members in the body override those of the schedule. The schedule's fires are not "
                    + "affected; a paused schedule can be triggered, too.",
                Body = ScheduleBodies.Trigger, BodyOptional = true,
                Example = """{ "input": { "day": "2026-11-30" }, "overlap": "ignore" }""", Headers = [Key],
                Answers = [Accepted, Replayed], Problems = [404, 413, 415, 422, 429],
            },
        },
        new()
        {
            Name = "backfillSchedule", Method = "POST", Pattern = One + "/backfill", Policy = Submit,
            Handler = On<ScheduleActionEndpoints>((schedules, call) => schedules.BackfillAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Backfill a past range",
                Details =
                    "One run for each nominal time in the range, in order, with at most maxConcurrency of them unfinished at a time. "
                    + "Intervals with mode delay have no times to backfill.",
                Body = ScheduleBodies.Backfill,
                Example = """{ "id": "november", "from": "2025-11-01T00:00:00Z", "to": "2025-12-01T00:00:00Z", "maxConcurrency": 1 }""",
                Answers = [Started], Problems = [404, 409, 413, 415, 422],
            },
        },
    ];
}
