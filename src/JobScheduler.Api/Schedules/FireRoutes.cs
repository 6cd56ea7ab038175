using JobScheduler.Api.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Schedules;

/// <summary>Routes of upcoming fires.</summary>
internal static class FireRoutes
{
    private const string Tag = "Schedules";
    private const string PreviewExample =
        """
        {
          "spec": { "type": "cron", "cron": "30 2 * * *", "timeZone": "Europe/Berlin" },
          "from": "2026-03-28T00:00:00Z",
          "count": 3
        }
        """;

    private static readonly AccessPolicy Read = AccessPolicy.Needs("schedules.read");

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listFiresOfSchedule", Method = "GET", Pattern = Root + "/jobs/{jobId}/schedules/{scheduleId}/fires", Policy = Read,
            Memory = RouteMemory.Scan, Handler = On<FireEndpoints>((fires, call) => fires.OfScheduleAsync(call)),
            Query =
            [
                new("count", ParameterKind.Whole, "Number of fires, 1 to 1,000. Default 10."),
                From with { Description = "Where to start; default now." },
            ],
            Description = new()
            {
                Tag = Tag, Summary = "Upcoming fires of a schedule",
                Details =
                    "Including the effects of clock changes and calendars. While the schedule is paused, paused is true, and the notes of "
                    + "fires that do not run say so and until when; while its job is, they say until when their runs wait.",
                Answers = [Ok<FirePreview>("Fires, and the times skipped between them.")], Problems = [404],
            },
        },
        new()
        {
            Name = "listFires", Method = "GET", Pattern = Root + "/fires", Policy = Read,
            Memory = RouteMemory.Scan, Handler = On<FireEndpoints>((fires, call) => fires.OfAllAsync(call)),
            Query =
            [
                From with { Description = "At or after this time; default now." },
                To with { Description = "Before this time, at most 31 days after from. Default: 24 h after from." },
                .. PageQuery,
            ],
            Description = new()
            {
                Tag = Tag, Summary = "Upcoming fires of all schedules",
                Details =
                    "Ordered by time, job and schedule. Paused schedules have those that follow their pause; notes say which runs wait "
                    + "because their job is paused.",
                Answers = [Ok<Page<UpcomingFire>>("A page.")], Problems = [422],
            },
        },
        new()
        {
            Name = "previewSchedule", Method = "POST", Pattern = Root + "/schedules/preview", Policy = Read,
            Handler = On<FireEndpoints>((fires, call) => fires.PreviewAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "When would it fire?",
                Details =
                    "Previews the fires of a spec without storing it, including how clock changes and calendars affect them, and why "
                    + "others are skipped.",
                Body = ScheduleBodies.Preview,
                Example = PreviewExample,
                Answers = [Ok<FirePreview>("Fires, and the times skipped between them.")], Problems = [413, 415, 422],
            },
        },
    ];
}
