using System.Text.Encodings.Web;
using System.Text.Json;
using JobScheduler.Api.Contracts;
using JobScheduler.Api.Problems;
using JobScheduler.Api.Reading;
using JobScheduler.Jobs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Changes some members of a job: the patch is applied to what GET shows, and the whole is validated as PUT does.</summary>
public sealed class JobPatchEndpoint(JobCatalog jobs)
{
    /// <summary>Against writers that come between read and write.</summary>
    private const int Tries = 5;

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IResult> PatchAsync(ApiCall call)
    {
        var id = call.JobId;
        var conditions = Preconditions.Read(call.Request);
        if (conditions.IfNoneMatch)
        {
            throw MalformedException.Of("If-None-Match", "makes no sense for PATCH; use If-Match");
        }

        using var patch = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        if (patch.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw MalformedException.Of(MalformedException.Body, "must be an object: the members to change, with null for those to remove");
        }

        for (var attempt = 1; ; attempt++)
        {
            var job = await jobs.GetAsync(call.Tenant, id, call.Cancellation);
            if (conditions.IfMatch is not null && conditions.IfMatch != job.ETag)
            {
                throw new RefusalException(RefusalKind.Precondition, $"the job '{id}' has been changed since it was read; its ETag is \"{job.ETag}\" now");
            }

            try
            {
                return await WriteAsync(call, job, patch.RootElement);
            }
            catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Precondition && conditions.IfMatch is null && attempt < Tries)
            {
                // Somebody wrote in between, and the patch did not ask for a certain version: it applies to the new one as well.
            }
        }
    }

    private async Task<IResult> WriteAsync(ApiCall call, Job job, JsonElement patch)
    {
        var present = JsonSerializer.SerializeToNode(JobContract.Of(job), ApiJson.Default.JobContract);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(MergePatch.Apply(present, patch)!, Relaxed);
        if (bytes.Length > BodyLimits.Usual)
        {
            // Patch by patch, a job must not become larger than one that can be put.
            throw ProblemException.TooLarge(BodyLimits.Usual);
        }

        using var patched = JsonDocument.Parse(bytes);
        var body = JobReader.Read(patched.RootElement);
        if (body.Id is not null && body.Id != job.Id)
        {
            throw RefusalException.Invalid("id", "cannot be changed");
        }

        // What was not touched stays to the letter; going through the patch writes escapes anew.
        var definition = body.Definition with
        {
            Input = patch.TryGetProperty("input", out _) ? body.Definition.Input : job.Definition.Input,
            Target = patch.TryGetProperty("target", out _) ? body.Definition.Target : job.Definition.Target,
        };
        var write = await jobs.PutAsync(
            call.Tenant, job.Id, definition, body.Paused, new WriteCondition(job.ETag), call.Actor, call.Cancellation);
        return Answers.Of(write.Job);
    }
}
