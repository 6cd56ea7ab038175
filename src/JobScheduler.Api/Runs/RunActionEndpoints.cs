using JobScheduler.Api.Http;
using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Runs;

/// <summary>What is done to runs: cancel, redrive, and the reports of targets that complete by callback.</summary>
public sealed class RunActionEndpoints(
    Cancels cancels, CancelOperation cancelMany, Redriver redriver, Callbacks callbacks, RunDisplay display)
{
    public async Task<IResult> CancelAsync(ApiCall call)
    {
        var run = await cancels.CancelAsync(call.Caller, call.RunId, call.Cancellation);
        return new JsonResult<Run>(await display.OfAsync(run, call.Cancellation), WireJson.Default.Run)
        {
            Status = StatusCodes.Status202Accepted,
        };
    }

    public async Task<IResult> CancelManyAsync(ApiCall call)
    {
        var cancel = await call.ReadAsync(RunBodies.CancelMany, RunBodies.Judge);
        var filter = RunBodies.QueryOf(cancel);
        return cancel.DryRun
            ? Answers.Ok(await cancelMany.CountAsync(call.Caller, filter, call.Cancellation), WireJson.Default.MatchCount)
            : Answers.Accepted(await cancelMany.StartAsync(call.Caller, filter, call.Cancellation));
    }

    public async Task<IResult> RedriveAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        var body = await call.ReadOptionalAsync(RunBodies.Redrive, limit: BodyLimits.Run);
        var accepted = await redriver.RedriveAsync(
            call.Caller, call.RunId, body.Input, body.Definition == DefinitionChoice.Current, call.Cancellation, key);
        return Answers.Accepted(await display.OfAsync(accepted.Run, call.Cancellation), accepted.Replayed);
    }

    public async Task<IResult> HeartbeatAsync(ApiCall call)
    {
        var report = await call.ReadAsync(RunBodies.Heartbeat);
        CheckFence(call, report.Fence);
        var cancel = await callbacks.HeartbeatAsync(call.Caller, call.Admitted.Grant, call.RunId, report, call.Cancellation);
        return Answers.Ok(new HeartbeatAnswer(cancel), WireJson.Default.HeartbeatAnswer);
    }

    public async Task<IResult> LogAsync(ApiCall call)
    {
        var report = await call.ReadAsync(RunBodies.Log, limit: BodyLimits.Run);
        CheckFence(call, report.Fence);
        var answer = await callbacks.LogAsync(call.Caller, call.Admitted.Grant, call.RunId, report, call.Cancellation);
        return Answers.Ok(answer, WireJson.Default.LogAnswer);
    }

    public async Task<IResult> CompleteAsync(ApiCall call)
    {
        var completion = await call.ReadAsync(RunBodies.Completion, limit: BodyLimits.Run);
        CheckFence(call, completion.Fence);
        var run = await callbacks.CompleteAsync(call.Caller, call.Admitted.Grant, call.RunId, completion, call.Cancellation);
        return Answers.Ok(await display.ReportedAsync(run, call.Cancellation), WireJson.Default.ReportedRun);
    }

    private static void CheckFence(ApiCall call, long fence)
    {
        if (call.Admitted.Grant is { } grant && grant.Fence != fence)
        {
            throw new ProblemException(ProblemKind.Forbidden, "the completion token is for another attempt than the fence in the body");
        }
    }
}
