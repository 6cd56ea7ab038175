using System.Globalization;
using JobScheduler.Api.Http;
using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards.Records;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Jobs;

/// <summary>Jobs: write, read, list, pause, versions, status.</summary>
public sealed class JobEndpoints(JobCatalog jobs, JobStatuses statuses, RecentRuns recent, JobBodies bodies, Entropy entropy)
{
    public async Task<IResult> PutAsync(ApiCall call)
    {
        var id = call.NewJobId;
        var condition = Preconditions.Read(call.Request);
        var body = await call.ReadAsync(JobBodies.Job, (job, errors) => bodies.Judge(job, id, errors));
        var write = await jobs.PutAsync(call.Caller, id, body.ToDefinition(), body.Paused, condition, call.Cancellation);
        return Show(write.Record, write.Created);
    }

    public async Task<IResult> PostAsync(ApiCall call)
    {
        var body = await call.ReadAsync(JobBodies.Job, bodies.Judge);
        var id = body.Id ?? $"job-{entropy.NextName()}";
        try
        {
            var write = await jobs.PutAsync(
                call.Caller, id, body.ToDefinition(), body.Paused, WriteCondition.Absent, call.Cancellation);
            return Show(write.Record, created: true);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Precondition)
        {
            throw RefusalException.Conflict($"job '{id}' already exists; PUT changes it");
        }
    }

    public async Task<IResult> GetAsync(ApiCall call) => Show(await jobs.GetAsync(call.Tenant, call.JobId, call.Cancellation));

    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var filter = new JobQuery { Text = query.Text("q"), Labels = query.Labels("label"), Paused = query.Flag("paused") };
        var include = query.Choices<JobInclusion>("include");
        query.Close();
        var found = await jobs.ListAsync(call.Tenant, filter, page, call.Cancellation);
        if (!include.Contains(JobInclusion.Recent))
        {
            return Answers.Page(found, JobViews.Of, WireJson.Default.PageJob);
        }

        var runs = await recent.OfAsync(found.Items, call.Cancellation);
        var items = found.Items.Zip(runs, (job, last) => JobViews.Of(job) with { Recent = last });
        return Answers.Ok(new Page<Job>([.. items], found.Continuation), WireJson.Default.PageJob);
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        var condition = Preconditions.Read(call.Request);
        await jobs.DeleteAsync(call.Caller, call.JobId, condition, call.Cancellation);
        return TypedResults.NoContent();
    }

    public async Task<IResult> PauseAsync(ApiCall call)
    {
        var body = await call.ReadOptionalAsync(JobBodies.Pause, JobBodies.Judge);
        return Show(await jobs.PauseAsync(call.Caller, call.JobId, body.Note, body.Until, body.WithdrawPending, call.Cancellation));
    }

    public async Task<IResult> ResumeAsync(ApiCall call) =>
        Show(await jobs.ResumeAsync(call.Caller, call.JobId, call.Cancellation));

    public async Task<IResult> VersionsAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        query.Close();
        var found = await jobs.VersionsAsync(call.Tenant, call.JobId, page, call.Cancellation);
        return Answers.Page(found, JobViews.Of, WireJson.Default.PageJob);
    }

    public async Task<IResult> VersionAsync(ApiCall call)
    {
        var text = call.Value("version");
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            throw RefusalException.NotFound("version", MemberName.Shown(text));
        }

        var found = await jobs.VersionAsync(call.Tenant, call.JobId, version, call.Cancellation);
        return Answers.Of(JobViews.Of(found), WireJson.Default.Job, found.ETag);
    }

    public async Task<IResult> StatusAsync(ApiCall call) =>
        Answers.Ok(
            JobViews.Of(await statuses.OfAsync(await jobs.GetAsync(call.Tenant, call.JobId, call.Cancellation), call.Cancellation)),
            WireJson.Default.JobStatus);

    internal static JsonResult<Job> Show(JobRecord job, bool created = false) =>
        Answers.Of(JobViews.Of(job), WireJson.Default.Job, job.ETag, created ? $"{Answers.Root}/jobs/{job.Id}" : null);
}
