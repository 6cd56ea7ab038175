using JobScheduler.Api.Contracts;
using JobScheduler.Api.Reading;
using JobScheduler.Jobs;
using JobScheduler.Text;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Jobs: write, read, list, pause, versions, status.</summary>
public sealed class JobEndpoints(JobCatalog jobs, Entropy entropy)
{
    public async Task<IResult> PutAsync(ApiCall call)
    {
        var id = call.NewJobId;
        var conditions = Preconditions.Read(call.Request);
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var body = JobReader.Read(document.RootElement);
        BodyRules.CheckId(body.Id, id);
        var condition = await conditions.ForPutAsync("job", id, () => jobs.GetAsync(call.Tenant, id, call.Cancellation));
        var write = await jobs.PutAsync(call.Tenant, id, body.Definition, body.Paused, condition, call.Actor, call.Cancellation);
        return Answers.Of(write.Job, write.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    public async Task<IResult> PostAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var body = JobReader.Read(document.RootElement);
        var id = body.Id ?? $"job-{entropy.NextName()}";
        if (!Identifier.IsValid(id))
        {
            throw RefusalException.Invalid("id", Identifier.Rule);
        }

        try
        {
            var write = await jobs.PutAsync(
                call.Tenant, id, body.Definition, body.Paused, new WriteCondition(IfNoneMatch: true), call.Actor, call.Cancellation);
            return Answers.Of(write.Job, StatusCodes.Status201Created);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Precondition)
        {
            throw RefusalException.Conflict($"there is a job '{id}' already; PUT changes it");
        }
    }

    public async Task<IResult> GetAsync(ApiCall call)
    {
        var job = await jobs.GetAsync(call.Tenant, call.JobId, call.Cancellation);
        return Preconditions.IsKnown(call.Request, job.ETag)
            ? TypedResults.StatusCode(StatusCodes.Status304NotModified)
            : Answers.Of(job);
    }

    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var filter = new JobFilter { Text = query.Text("q"), Labels = query.Labels("label"), Paused = query.Flag("paused") };
        query.Close();
        var found = await jobs.ListAsync(call.Tenant, filter, page, call.Cancellation);
        return Answers.Ok(ListContract.Of(found, JobContract.Of), ApiJson.Default.ListContractJobContract);
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        var condition = Preconditions.Read(call.Request).ForChange("DELETE");
        await jobs.DeleteAsync(call.Tenant, call.JobId, condition, call.Actor, call.Cancellation);
        return TypedResults.NoContent();
    }

    public async Task<IResult> PauseAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadOptionalAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var body = ActionBody.ReadPause(document?.RootElement);
        BodyRules.CheckNote(body.Note);
        return Answers.Of(await jobs.PauseAsync(
            call.Tenant, call.JobId, body.Note, body.Until, body.WithdrawPending ?? false, call.Actor, call.Cancellation));
    }

    public async Task<IResult> ResumeAsync(ApiCall call) =>
        Answers.Of(await jobs.ResumeAsync(call.Tenant, call.JobId, call.Actor, call.Cancellation));

    public async Task<IResult> VersionsAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        query.Close();
        var found = await jobs.VersionsAsync(call.Tenant, call.JobId, page, call.Cancellation);
        return Answers.Ok(ListContract.Of(found, JobContract.Of), ApiJson.Default.ListContractJobContract);
    }

    public async Task<IResult> VersionAsync(ApiCall call)
    {
        var text = call.Value("version");
        return int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var version)
            ? Answers.Ok(JobContract.Of(await jobs.VersionAsync(call.Tenant, call.JobId, version, call.Cancellation)), ApiJson.Default.JobContract)
            : throw RefusalException.NotFound("version", MemberName.Shown(text));
    }

    public async Task<IResult> StatusAsync(ApiCall call) =>
        Answers.Ok(JobStatusContract.Of(await jobs.StatusAsync(call.Tenant, call.JobId, call.Cancellation)), ApiJson.Default.JobStatusContract);
}
