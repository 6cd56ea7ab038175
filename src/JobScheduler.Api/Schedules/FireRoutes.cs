using JobScheduler.Api.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Schedules;

/// <summary>Routes of upcoming fires.</summary>
internal static class FireRoutes
{
    private const string Tag = "Schedules";
    private static readonly AccessPolicy Read = AccessPolicy.Needs("schedules.read");

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listFiresOfSchedule", Method = "GET", Pattern = Root + "/jobs/{jobId}/schedules/{scheduleId}/fires", Policy = Read,
            Handler = On<FireEndpoints>((fires, call) => fires.OfScheduleAsync(call)),
            Query =
            [
                new("count", ParameterKind.Whole, "How many, 1 to 1,000. Default 10."),
                From with { Description = "From when; default now." },
            ],
            Description = new()
            {
                Tag = Tag, Summary = "Upcoming fires of a schedule", Details = "With the effects of changes of the clocks and of calendars. None while it is paused.",
                Answers = [Ok<FirePreview>("Fires, and what is skipped between them.")], Problems = [404],
            },
        },
        new()
        {
            Name = "listFires", Method = "GET", Pattern = Root + "/fires", Policy = Read,
            Handler = On<FireEndpoints>((fires, call) => fires.OfAllAsync(call)),
            Query =
            [
                From with { Description = "At or after this time; default now." },
                To with { Description = "Before this time, at most 31 days after from; default 24 h after." },
                .. PageQuery,
            ],
            Description = new()
            {
                Tag = Tag, Summary = "Upcoming fires of all schedules", Details = "By time, then by job and schedule. Paused schedules have none.",
                Answers = [Ok<Page<UpcomingFire>>("A page.")], Problems = [422],
            },
        },
        new()
        {
            Name = "previewSchedule", Method = "POST", Pattern = Root + "/schedules/preview", Policy = Read,
            Handler = On<FireEndpoints>((fires, call) => fires.PreviewAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "When would it fire?", Details = "The fires of a spec that need not be stored, with what changes of the clocks and calendars do to them, and why others are skipped.",
                Body = ScheduleBodies.Preview,
                Example = """{ "spec": { "type": "cron", "cron": "30 2 * * *", "timeZone": "Europe/Berlin" }, "from": "2026-03-28T00:00:00Z", "count": 3 }""",
                Answers = [Ok<FirePreview>("Fires, and what is skipped between them.")], Problems = [413, 415, 422],
            },
        },
    ];
}
