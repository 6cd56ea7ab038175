using JobScheduler.Api.Http;
using JobScheduler.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Jobs;

/// <summary>Changes some members of a job.</summary>
public sealed class JobPatchEndpoint(JobCatalog jobs, JobBodies bodies)
{
    public async Task<IResult> PatchAsync(ApiCall call)
    {
        var id = call.JobId;
        var condition = Preconditions.Read(call.Request);
        using var patch = await RecordPatch.ReadAsync(call);
        return JobEndpoints.Show(
            await jobs.ChangeAsync(call.Caller, id, job => Change(job, patch), condition, call.Cancellation));
    }

    private JobChange Change(JobRecord job, RecordPatch patch)
    {
        var patched = patch.Apply(JobViews.Of(job), WireJson.Default.Job);
        var body = JobBodies.Job.Read(patched.Whole, (whole, errors) => bodies.Judge(whole, job.Id, errors));
        var definition = body.ToDefinition() with
        {
            Input = patched.Touches("input") ? body.Input : job.Definition.Input,
            Target = patched.Touches("target") ? body.Target : job.Definition.Target,
        };

        // A pause that the patch does not speak of is not wished for: it may end by itself at this very moment.
        return new JobChange(definition, patched.Touches("paused") ? body.Paused : null);
    }
}
