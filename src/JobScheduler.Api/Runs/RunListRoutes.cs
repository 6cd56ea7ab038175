using JobScheduler.Api.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Runs;

/// <summary>Routes of lists and counts of runs.</summary>
internal static class RunListRoutes
{
    private const string Tag = "Runs";
    private static readonly AccessPolicy Read = AccessPolicy.Needs("runs.read");

    private static readonly ApiParameter Job = new("job", ParameterKind.Text, "The id of a job.");

    private static readonly ApiParameter[] Filter =
    [
        new("schedule", ParameterKind.Text, "The id of a schedule."),
        new("state", ParameterKind.RunState, "Any of these states.", Repeats: true),
        Label,
        new("batch", ParameterKind.Text, "The id of a batch."),
        From with { Description = "First due at or after this time; retries do not change that." },
        To with { Description = "First due before this time." },
        new("endedFrom", ParameterKind.Time, "Ended at or after this time."),
        new("endedTo", ParameterKind.Time, "Ended before this time."),
    ];

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listRuns", Method = "GET", Pattern = Root + "/runs", Policy = Read, Query = [Job, .. Filter, .. PageQuery],
            Handler = On<RunListEndpoints>((runs, call) => runs.ListAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "List runs", Details =
                    "Newest first, by due time. A page with fewer items than the limit may be followed by others: with a filter, a call "
                    + "reads for at most two seconds.",
                Answers = [Ok<Page<Run>>("A page.")],
            },
        },
        new()
        {
            Name = "listRunsOfJob", Method = "GET", Pattern = Root + "/jobs/{jobId}/runs", Policy = Read, Query = [.. Filter, .. PageQuery],
            Handler = On<RunListEndpoints>((runs, call) => runs.ListOfJobAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "List the runs of a job",
                Details = "Newest first, by due time. What a deleted job has left is listed by GET /runs?job=.",
                Answers = [Ok<Page<Run>>("A page.")], Problems = [404],
            },
        },
        new()
        {
            Name = "countRuns", Method = "GET", Pattern = Root + "/runs/counts", Policy = Read, Query = [Job, .. Filter],
            Memory = RouteMemory.Scan, Handler = On<RunListEndpoints>((runs, call) => runs.CountAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Count runs by state",
                Details =
                    "With the filters of the list. Counting stops after five seconds or about 100,000 runs; then exact is false and the "
                    + "counts are lower bounds. Counting the runs of one job is cheaper than counting all.",
                Answers = [Ok<RunCounts>("The counts.")],
            },
        },
    ];
}
