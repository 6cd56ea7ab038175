using JobScheduler.Api.Contracts;
using JobScheduler.Api.Reading;
using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Runs: submit, read, list, explain.</summary>
public sealed class RunEndpoints(RunIntake intake, RunReader runs, RunDisplay display)
{
    /// <summary>How long a GET may wait for the end: 60 s.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    public async Task<IResult> PostOfJobAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        using var document = await RequestBody.ReadOptionalAsync(call.Request, BodyLimits.Run, call.Cancellation);
        return await AcceptAsync(call, RunBody.ReadOfJob(document?.RootElement, call.JobId, key));
    }

    public async Task<IResult> PostAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Run, call.Cancellation);
        return await AcceptAsync(call, RunBody.ReadOwn(document.RootElement, key));
    }

    public async Task<IResult> GetAsync(ApiCall call)
    {
        var query = call.Query;
        var wait = query.Span("wait", LongestWait);
        query.Close();
        var run = wait > TimeSpan.Zero
            ? await runs.WaitAsync(call.Tenant, call.RunId, wait.Value, call.Cancellation)
            : await runs.GetAsync(call.Tenant, call.RunId, call.Cancellation);
        return Answers.Ok(await display.OfAsync(run, call.Cancellation), ApiJson.Default.RunContract);
    }

    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var filter = new RunFilter
        {
            JobId = query.Id("job"),
            ScheduleId = query.Id("schedule"),
            BatchId = query.Text("batch"),
            States = query.Choices<RunState>("state"),
            Labels = query.Labels("label"),
            From = query.Time("from"),
            To = query.Time("to"),
        };
        query.Close();
        var found = await runs.ListAsync(call.Tenant, filter, page, call.Cancellation);
        return Answers.Ok(ListContract.Of(found, RunContract.Of), ApiJson.Default.ListContractRunContract);
    }

    public async Task<IResult> AttemptsAsync(ApiCall call)
    {
        var attempts = await runs.AttemptsAsync(call.Tenant, call.RunId, call.Cancellation);
        return Answers.Ok(new ItemsContract<AttemptContract>([.. attempts.Select(AttemptContract.Of)]), ApiJson.Default.ItemsContractAttemptContract);
    }

    public async Task<IResult> ResultAsync(ApiCall call)
    {
        var run = await runs.GetAsync(call.Tenant, call.RunId, call.Cancellation);
        if (run.End is null)
        {
            throw RefusalException.Conflict($"the run has not ended; it is {EnumText.Format(run.State)}");
        }

        return run.End.Result is { } result
            ? new ContentResult(result.ContentType, await runs.ContentAsync(result, call.Cancellation))
            : TypedResults.NoContent();
    }

    public async Task<IResult> WhyAsync(ApiCall call) =>
        Answers.Ok(WhyContract.Of(await runs.WhyAsync(call.Tenant, call.RunId, call.Cancellation)), ApiJson.Default.WhyContract);

    private async Task<IResult> AcceptAsync(ApiCall call, RunRequest request)
    {
        var accepted = await intake.AcceptAsync(call.Tenant, request, call.Actor, call.Cancellation);
        return Answers.Accepted(await display.OfAsync(accepted.Run, call.Cancellation), accepted.Replayed);
    }
}
