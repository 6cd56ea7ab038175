using JobScheduler.Api.Contracts;
using JobScheduler.Api.Reading;
using JobScheduler.Jobs;
using JobScheduler.Schedules;
using JobScheduler.Text;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Schedules: write, read, list, delete.</summary>
public sealed class ScheduleEndpoints(ScheduleCatalog schedules, Entropy entropy)
{
    public async Task<IResult> PutAsync(ApiCall call)
    {
        var (job, id) = (call.JobId, call.NewScheduleId);
        var conditions = Preconditions.Read(call.Request);
        var body = await ReadAsync(call);
        BodyRules.CheckId(body.Id, id);
        var condition = await conditions.ForPutAsync("schedule", id, () => schedules.GetAsync(call.Tenant, job, id, call.Cancellation));
        var write = await schedules.PutAsync(call.Tenant, job, id, body.Definition, body.Pause, condition, call.Actor, call.Cancellation);
        return Answers.Of(write.Schedule, write.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    public async Task<IResult> PostAsync(ApiCall call)
    {
        var job = call.JobId;
        var body = await ReadAsync(call);
        var id = body.Id ?? $"schedule-{entropy.NextName()}";
        if (!Identifier.IsValid(id))
        {
            throw RefusalException.Invalid("id", Identifier.Rule);
        }

        try
        {
            var condition = new WriteCondition(IfNoneMatch: true);
            var write = await schedules.PutAsync(call.Tenant, job, id, body.Definition, body.Pause, condition, call.Actor, call.Cancellation);
            return Answers.Of(write.Schedule, StatusCodes.Status201Created);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Precondition)
        {
            throw RefusalException.Conflict($"the job has a schedule '{id}' already; PUT changes it");
        }
    }

    // Never "not modified": the ETag stays as it is when the schedule fires, and what GET shows of its fires does not.
    public async Task<IResult> GetAsync(ApiCall call) =>
        Answers.Of(await schedules.GetAsync(call.Tenant, call.JobId, call.ScheduleId, call.Cancellation));

    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        query.Close();
        var found = await schedules.ListAsync(call.Tenant, call.JobId, page, call.Cancellation);
        return Answers.Ok(ListContract.Of(found, ScheduleContract.Of), ApiJson.Default.ListContractScheduleContract);
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        var condition = Preconditions.Read(call.Request).ForChange("DELETE");
        var query = call.Query;
        var withdraw = query.Flag("withdrawPending") ?? false;
        query.Close();
        await schedules.DeleteAsync(call.Tenant, call.JobId, call.ScheduleId, withdraw, condition, call.Actor, call.Cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<ScheduleBody> ReadAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var body = ScheduleReader.Read(document.RootElement);
        BodyRules.CheckNote(body.Pause?.Note);
        return body;
    }
}
