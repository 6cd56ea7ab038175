using JobScheduler.Api.Http;
using JobScheduler.Jobs;
using JobScheduler.Shards.Records;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Jobs;

/// <summary>Changes some members of a job.</summary>
public sealed class JobPatchEndpoint(JobCatalog jobs, JobBodies bodies)
{
    public Task<IResult> PatchAsync(ApiCall call)
    {
        var id = call.JobId;
        return new PatchLoop<JobRecord, Job>
        {
            What = $"the job '{id}'",
            Read = () => jobs.GetAsync(call.Tenant, id, call.Cancellation),
            ETagOf = job => job.ETag,
            Show = JobViews.Of,
            Type = WireJson.Default.Job,
            Write = (patched, condition) => WriteAsync(call, patched, condition),
        }.RunAsync(call);
    }

    private async Task<IResult> WriteAsync(ApiCall call, PatchedBody<JobRecord> patched, WriteCondition condition)
    {
        var job = patched.Record;
        var body = JobBodies.Job.Read(patched.Whole, (whole, errors) => bodies.Judge(whole, job.Id, errors));
        var definition = body.ToDefinition() with
        {
            Input = patched.Touches("input") ? body.Input : job.Definition.Input,
            Target = patched.Touches("target") ? body.Target : job.Definition.Target,
        };
        var write = await jobs.PutAsync(call.Caller, job.Id, definition, body.Paused, condition, call.Cancellation);
        return JobEndpoints.Show(write.Record);
    }
}
