using JobScheduler.Api.Http;
using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Runs;

/// <summary>Runs: submit, read, explain.</summary>
public sealed class RunEndpoints(RunIntake intake, RunReader runs, RunBodies bodies, RunDisplay display)
{
    /// <summary>The longest time a GET may wait for the end: 60 s.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public async Task<IResult> PostOfJobAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        var job = call.JobId;
        var body = await call.ReadOptionalAsync(
            RunBodies.OfJob, (request, errors) => bodies.Judge(request with { JobId = job }, errors), BodyLimits.Run);
        return await AcceptAsync(call, body with { JobId = job, IdempotencyKey = key });
    }

    public async Task<IResult> PostAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        var body = await call.ReadAsync(RunBodies.Own, bodies.Judge, BodyLimits.Run);
        return await AcceptAsync(call, body with { IdempotencyKey = key });
    }

    public async Task<IResult> GetAsync(ApiCall call)
    {
        var query = call.Query;
        var wait = query.Span("wait", LongestWait);
        query.Close();
        var run = wait > TimeSpan.Zero
            ? await runs.WaitAsync(call.Tenant, call.RunId, wait.Value, call.Cancellation)
            : await runs.GetAsync(call.Tenant, call.RunId, call.Cancellation);

        // Only now: who waits for the end of a run keeps no memory from others.
        await call.Memory.TakeAsync(RunDisplay.MemoryOf(run), call.Cancellation);
        return Answers.Ok(await display.OfAsync(run, call.Cancellation), WireJson.Default.Run);
    }

    public async Task<IResult> AttemptsAsync(ApiCall call)
    {
        var attempts = await runs.AttemptsAsync(call.Tenant, call.RunId, call.Cancellation);
        return Answers.Ok(new ItemList<Attempt>([.. attempts.Select(RunViews.Of)]), WireJson.Default.ItemListAttempt);
    }

    public async Task<IResult> ResultAsync(ApiCall call)
    {
        var run = await runs.GetAsync(call.Tenant, call.RunId, call.Cancellation);
        if (run.End is null)
        {
            throw RefusalException.Conflict($"the run has not ended; it is {EnumText.Format(run.State)}");
        }

        return Content("result", run.End.Result);
    }

    public async Task<IResult> InputAsync(ApiCall call) =>
        Content("input", (await runs.GetAsync(call.Tenant, call.RunId, call.Cancellation)).Spec.Input);

    public async Task<IResult> WhyAsync(ApiCall call) =>
        Answers.Ok(await runs.WhyAsync(call.Tenant, call.RunId, call.Cancellation), WireJson.Default.WhyWaiting);

    private IResult Content(string name, Payload? payload) => payload is null
        ? TypedResults.NoContent()
        : new ContentResult(
            name, payload.ContentType, payload.Length, (from, cancellation) => runs.ContentAsync(payload, from, cancellation));

    private async Task<IResult> AcceptAsync(ApiCall call, RunRequest request)
    {
        var accepted = await intake.AcceptAsync(call.Caller, request, call.Cancellation);
        return Answers.Accepted(await display.OfAsync(accepted.Run, call.Cancellation), accepted.Replayed);
    }
}
