using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Jobs;

/// <summary>Routes of jobs.</summary>
internal static class JobRoutes
{
    private const string Tag = "Jobs";
    private const string Job = Root + "/jobs/{jobId}";
    private const string Example =
        """
        {
          "name": "Nightly report",
          "labels": { "team": "finance" },
          "target": { "type": "handler", "name": "echo" },
          "input": { "day": "yesterday" },
          "retry": { "maxAttempts": 5, "backoff": "exponential", "initialDelay": "5s" }
        }
        """;

    // An id of its own: the example of DELETE deletes it, so that the job of the other examples stays.
    private const string PostExample =
        """
        { "id": "weekly-report", "name": "Weekly report", "target": { "type": "handler", "name": "echo" }, "input": { "day": "sunday" } }
        """;

    private static readonly AccessPolicy Read = AccessPolicy.Needs("jobs.read");
    private static readonly AccessPolicy Write = AccessPolicy.Needs("jobs.write");
    private static readonly RouteAnswer Created = new(StatusCodes.Status201Created, "Created; Location points to the job.", typeof(Job));

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listJobs", Method = "GET", Pattern = Root + "/jobs", Policy = Read,
            Handler = On<JobEndpoints>((jobs, call) => jobs.ListAsync(call)),
            Query =
            [
                new("q", ParameterKind.Text, "Part of the id, the name or the description; case-insensitive."),
                Label,
                new("paused", ParameterKind.Flag, "Only paused jobs, or only those that are not."),
                new(
                    "include",
                    ParameterKind.JobInclusion,
                    "recent: each job comes with its last ten runs that have ended. That costs one read per job, or for spread jobs one in "
                        + "each shard; jobs not reached within two seconds come without it, so ask for pages of a hundred or fewer.",
                    Repeats: true),
                .. PageQuery,
            ],
            Description = new() { Tag = Tag, Summary = "List jobs", Answers = [Ok<Page<Job>>("Jobs, ordered by id.")] },
        },
        new()
        {
            Name = "createJob", Method = "POST", Pattern = Root + "/jobs", Policy = Write,
            Handler = On<JobEndpoints>((jobs, call) => jobs.PostAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Create a job", Details = "Generates an id if none is given.",
                Body = JobBodies.Job, Example = PostExample, Answers = [Created], Problems = [409, 413, 415, 422],
            },
        },
        new()
        {
            Name = "putJob", Method = "PUT", Pattern = Job, Policy = Write,
            Handler = On<JobEndpoints>((jobs, call) => jobs.PutAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Create or replace a job",
                Details = "Omitted members take their defaults. A job that was read can be written back.",
                Body = JobBodies.Job, Example = Example, Headers = [IfMatch, IfNoneMatch],
                Answers = [Ok<Job>("Replaced."), Created], Problems = [409, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "getJob", Method = "GET", Pattern = Job, Policy = Read,
            Handler = On<JobEndpoints>((jobs, call) => jobs.GetAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Read a job", Headers = [IfChanged],
                Answers = [Ok<Job>("The job; ETag identifies its state."), NotModified], Problems = [404, 412],
            },
        },
        new()
        {
            Name = "patchJob", Method = "PATCH", Pattern = Job, Policy = Write,
            Handler = On<JobPatchEndpoint>((patch, call) => patch.PatchAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Change some members of a job",
                Details = "JSON merge patch (RFC 7396): null removes a member, which then takes its default.",
                Body = JobBodies.Job, BodyType = "application/merge-patch+json", Example = """{ "retry": { "maxAttempts": 10 } }""",
                Headers = [IfMatch],
                Answers = [Ok<Job>("Changed.")], Problems = [404, 409, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "deleteJob", Method = "DELETE", Pattern = Job, Policy = Write,
            Handler = On<JobEndpoints>((jobs, call) => jobs.DeleteAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Delete a job", Details = "Deletes its schedules and cancels its runs that have not started.",
                PathExamples = [new("jobId", "weekly-report")], Headers = [IfMatch],
                Answers = [Done], Problems = [404, 412],
            },
        },
        new()
        {
            Name = "pauseJob", Method = "POST", Pattern = Job + "/pause", Policy = AccessPolicy.Needs("jobs.pause"),
            Handler = On<JobEndpoints>((jobs, call) => jobs.PauseAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Pause a job", Details = "A paused job accepts runs and holds them.", Body = JobBodies.Pause,
                BodyOptional = true,
                Example = """{ "note": "maintenance" }""", Answers = [Ok<Job>("Paused.")], Problems = [404, 413, 415, 422],
            },
        },
        new()
        {
            Name = "resumeJob", Method = "POST", Pattern = Job + "/resume", Policy = AccessPolicy.Needs("jobs.pause"),
            Handler = On<JobEndpoints>((jobs, call) => jobs.ResumeAsync(call)),
            Description = new() { Tag = Tag, Summary = "Resume a job", Answers = [Ok<Job>("Resumed.")], Problems = [404] },
        },
        new()
        {
            Name = "getJobStatus", Method = "GET", Pattern = Job + "/status", Policy = Read,
            Memory = RouteMemory.Scan, Handler = On<JobEndpoints>((jobs, call) => jobs.StatusAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Status of a job", Answers = [Ok<JobStatus>("pending, scheduled, completed or failed.")],
                Problems = [404],
            },
        },
        new()
        {
            Name = "listJobVersions", Method = "GET", Pattern = Job + "/versions", Policy = Read, Query = PageQuery,
            Handler = On<JobEndpoints>((jobs, call) => jobs.VersionsAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "List the versions of a job", Answers = [Ok<Page<Job>>("Each version of the job.")], Problems = [404],
            },
        },
        new()
        {
            Name = "getJobVersion", Method = "GET", Pattern = Job + "/versions/{version}", Policy = Read,
            Handler = On<JobEndpoints>((jobs, call) => jobs.VersionAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Read one version of a job", Headers = [IfChanged],
                Answers = [Ok<Job>("That version of the job."), NotModified], Problems = [404, 412],
            },
        },
    ];
}
