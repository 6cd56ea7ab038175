using JobScheduler.Api.Http;
using JobScheduler.Api.Runs;
using JobScheduler.DeadLetters;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.DeadLetters;

/// <summary>Dead letters: inspect, redrive, purge.</summary>
public sealed class DeadLetterEndpoints(DeadLetterBox box, RunDisplay display)
{
    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var cause = Conditions.Text(query.Text("cause"));
        var (from, to) = query.Range();
        var filter = new DeadLetterQuery(query.Id("job"), cause, from, to);
        query.Close();
        var found = await box.ListAsync(call.Tenant, filter, page, call.Cancellation);
        return Answers.Ok(found, WireJson.Default.PageDeadLetter);
    }

    public async Task<IResult> GetAsync(ApiCall call) =>
        Answers.Ok(await box.GetAsync(call.Tenant, call.DeadLetterId, call.Cancellation), WireJson.Default.DeadLetter);

    public async Task<IResult> CausesAsync(ApiCall call)
    {
        var causes = await box.CausesAsync(call.Tenant, call.Cancellation);
        return Answers.Ok(new ItemList<CauseCount>(causes), WireJson.Default.ItemListCauseCount);
    }

    public async Task<IResult> RedriveAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        var how = await call.ReadOptionalAsync(RunBodies.Redrive, limit: BodyLimits.Run);
        var accepted = await box.RedriveAsync(call.Caller, call.DeadLetterId, call.Cancellation, key, how);
        return Answers.Accepted(await display.OfAsync(accepted.Run, call.Cancellation), accepted.Replayed);
    }

    public async Task<IResult> RedriveManyAsync(ApiCall call)
    {
        var redrive = await call.ReadAsync(DeadLetterBodies.Redrive, DeadLetterBodies.Judge);
        return redrive.DryRun
            ? Answers.Ok(await box.CountAsync(call.Caller, redrive, call.Cancellation), WireJson.Default.MatchCount)
            : Answers.Accepted(await box.RedriveManyAsync(call.Caller, redrive, call.Cancellation));
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        await box.DeleteAsync(call.Caller, call.DeadLetterId, call.Cancellation);
        return TypedResults.NoContent();
    }

    public async Task<IResult> PurgeAsync(ApiCall call)
    {
        var purge = await call.ReadAsync(DeadLetterBodies.Purge, DeadLetterBodies.Judge);
        var filter = DeadLetterQuery.Of(purge);
        return purge.DryRun
            ? Answers.Ok(await box.CountAsync(call.Caller, filter, call.Cancellation), WireJson.Default.MatchCount)
            : Answers.Accepted(await box.PurgeAsync(call.Caller, filter, call.Cancellation));
    }
}
