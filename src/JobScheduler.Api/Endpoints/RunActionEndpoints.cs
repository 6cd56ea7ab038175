using JobScheduler.Api.Contracts;
using JobScheduler.Api.Problems;
using JobScheduler.Api.Reading;
using JobScheduler.Runs;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>What is done to runs: cancel, redrive, and the reports of targets that complete by callback.</summary>
public sealed class RunActionEndpoints(RunControl control, RunDisplay display)
{
    public async Task<IResult> CancelAsync(ApiCall call)
    {
        var run = await control.CancelAsync(call.Tenant, call.RunId, call.Actor, call.Cancellation);
        return new JsonResult<RunContract>(await display.OfAsync(run, call.Cancellation), ApiJson.Default.RunContract) { Status = StatusCodes.Status202Accepted };
    }

    public async Task<IResult> CancelManyAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var filter = ActionBody.ReadRunFilter(document.RootElement);
        return Answers.Accepted(await control.CancelManyAsync(call.Tenant, filter, call.Actor, call.Cancellation));
    }

    public async Task<IResult> RedriveAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        using var document = await RequestBody.ReadOptionalAsync(call.Request, BodyLimits.Run, call.Cancellation);
        var body = ActionBody.ReadRedrive(document?.RootElement);
        var accepted = await control.RedriveAsync(
            call.Tenant, call.RunId, body.Input, body.Definition == DefinitionChoice.Current, call.Actor, call.Cancellation, key);
        return Answers.Accepted(await display.OfAsync(accepted.Run, call.Cancellation), accepted.Replayed);
    }

    public async Task<IResult> HeartbeatAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var report = ActionBody.ReadHeartbeat(document.RootElement);
        CheckFence(call, report.Fence);
        var cancel = await control.HeartbeatAsync(call.Tenant, call.RunId, report, call.Cancellation);
        return Answers.Ok(new HeartbeatAnswer(cancel), ApiJson.Default.HeartbeatAnswer);
    }

    public async Task<IResult> CompleteAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Run, call.Cancellation);
        var completion = ActionBody.ReadCompletion(document.RootElement);
        CheckFence(call, completion.Fence);
        var run = await control.CompleteAsync(call.Tenant, call.RunId, completion, call.Cancellation);
        return Answers.Ok(await display.OfAsync(run, call.Cancellation), ApiJson.Default.RunContract);
    }

    private static void CheckFence(ApiCall call, long fence)
    {
        if (call.Caller.Grant is { } grant && grant.Fence != fence)
        {
            throw new ProblemException(ProblemKind.Forbidden, "the completion token is for another attempt than the fence in the body");
        }
    }
}
