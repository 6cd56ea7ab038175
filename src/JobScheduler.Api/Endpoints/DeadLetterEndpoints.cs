using JobScheduler.Api.Contracts;
using JobScheduler.Api.Reading;
using JobScheduler.DeadLetters;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Dead letters: look, redrive, purge.</summary>
public sealed class DeadLetterEndpoints(DeadLetterBox box, RunDisplay display)
{
    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var filter = new DeadLetterFilter(query.Id("job"), query.Text("cause"), query.Time("from"), query.Time("to"));
        query.Close();
        var found = await box.ListAsync(call.Tenant, filter, page, call.Cancellation);
        return Answers.Ok(ListContract.Of(found, DeadLetterContract.Of), ApiJson.Default.ListContractDeadLetterContract);
    }

    public async Task<IResult> GetAsync(ApiCall call) =>
        Answers.Ok(DeadLetterContract.Of(await box.GetAsync(call.Tenant, call.DeadLetterId, call.Cancellation)), ApiJson.Default.DeadLetterContract);

    public async Task<IResult> CausesAsync(ApiCall call)
    {
        var causes = await box.CausesAsync(call.Tenant, call.Cancellation);
        return Answers.Ok(new ItemsContract<CauseCountContract>([.. causes.Select(CauseCountContract.Of)]), ApiJson.Default.ItemsContractCauseCountContract);
    }

    public async Task<IResult> RedriveAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        var accepted = await box.RedriveAsync(call.Tenant, call.DeadLetterId, call.Actor, call.Cancellation, key);
        return Answers.Accepted(await display.OfAsync(accepted.Run, call.Cancellation), accepted.Replayed);
    }

    public async Task<IResult> RedriveManyAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var plan = ActionBody.ReadRedrivePlan(document.RootElement);
        RedriveRules.Check(plan);
        return Answers.Accepted(await box.RedriveManyAsync(call.Tenant, plan, call.Actor, call.Cancellation));
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        await box.DeleteAsync(call.Tenant, call.DeadLetterId, call.Cancellation);
        return TypedResults.NoContent();
    }

    public async Task<IResult> PurgeAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var filter = ActionBody.ReadPurge(document.RootElement);
        return Answers.Accepted(await box.PurgeAsync(call.Tenant, filter, call.Actor, call.Cancellation));
    }
}
