using JobScheduler.Api.Reading;
using JobScheduler.Schedules;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>What is done to schedules: pause, resume, run now, run a past range.</summary>
public sealed class ScheduleActionEndpoints(ScheduleCatalog schedules, ScheduleActions actions, RunDisplay display)
{
    public async Task<IResult> PauseAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadOptionalAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var body = ActionBody.ReadPause(document?.RootElement);
        BodyRules.CheckNote(body.Note);
        return Answers.Of(await schedules.PauseAsync(
            call.Tenant, call.JobId, call.ScheduleId, body.Note, body.Until, body.WithdrawPending ?? false, call.Actor, call.Cancellation));
    }

    public async Task<IResult> ResumeAsync(ApiCall call) =>
        Answers.Of(await schedules.ResumeAsync(call.Tenant, call.JobId, call.ScheduleId, call.Actor, call.Cancellation));

    public async Task<IResult> TriggerAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        using var document = await RequestBody.ReadOptionalAsync(call.Request, BodyLimits.Run, call.Cancellation);
        var request = RunBody.ReadOfSchedule(document?.RootElement, key);
        var accepted = await actions.TriggerAsync(call.Tenant, call.JobId, call.ScheduleId, request, call.Actor, call.Cancellation);
        return Answers.Accepted(await display.OfAsync(accepted.Run, call.Cancellation), accepted.Replayed);
    }

    public async Task<IResult> BackfillAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var request = ScheduleActionBody.ReadBackfill(document.RootElement);
        return Answers.Accepted(await actions.BackfillAsync(call.Tenant, call.JobId, call.ScheduleId, request, call.Actor, call.Cancellation));
    }
}
