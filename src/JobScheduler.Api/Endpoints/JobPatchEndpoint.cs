using JobScheduler.Api.Contracts;
using JobScheduler.Api.Reading;
using JobScheduler.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Changes some members of a job.</summary>
public sealed class JobPatchEndpoint(JobCatalog jobs)
{
    public Task<IResult> PatchAsync(ApiCall call)
    {
        var id = call.JobId;
        return new PatchLoop<Job, JobContract>
        {
            What = $"the job '{id}'",
            Read = () => jobs.GetAsync(call.Tenant, id, call.Cancellation),
            ETagOf = job => job.ETag,
            Show = JobContract.Of,
            Type = ApiJson.Default.JobContract,
            Write = (patched, condition) => WriteAsync(call, patched, condition),
        }.RunAsync(call);
    }

    private async Task<IResult> WriteAsync(ApiCall call, PatchedBody<Job> patched, WriteCondition condition)
    {
        var job = patched.Record;
        var body = JobReader.Read(patched.Whole);
        BodyRules.CheckId(body.Id, job.Id);
        var definition = body.Definition with
        {
            Input = patched.Touches("input") ? body.Definition.Input : job.Definition.Input,
            Target = patched.Touches("target") ? body.Definition.Target : job.Definition.Target,
        };
        var write = await jobs.PutAsync(call.Tenant, job.Id, definition, body.Paused, condition, call.Actor, call.Cancellation);
        return Answers.Of(write.Job);
    }
}
