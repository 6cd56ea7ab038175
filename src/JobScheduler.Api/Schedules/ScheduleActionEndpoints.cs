using JobScheduler.Api.Http;
using JobScheduler.Api.Jobs;
using JobScheduler.Api.Runs;
using JobScheduler.Schedules;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Schedules;

/// <summary>What is done to schedules: pause, resume, run now, run a past range.</summary>
public sealed class ScheduleActionEndpoints(ScheduleCatalog schedules, ScheduleActions actions, RunDisplay display)
{
    public async Task<IResult> PauseAsync(ApiCall call)
    {
        var body = await call.ReadOptionalAsync(JobBodies.Pause, JobBodies.Judge);
        return ScheduleEndpoints.Show(await schedules.PauseAsync(
            call.Caller, call.JobId, call.ScheduleId, body.Note, body.Until, body.WithdrawPending, call.Cancellation));
    }

    public async Task<IResult> ResumeAsync(ApiCall call) =>
        ScheduleEndpoints.Show(await schedules.ResumeAsync(call.Caller, call.JobId, call.ScheduleId, call.Cancellation));

    public async Task<IResult> TriggerAsync(ApiCall call)
    {
        var key = IdempotencyHeader.Read(call.Request);
        var request =
            await call.ReadOptionalAsync(ScheduleBodies.Trigger, TriggerRules.Check, BodyLimits.Run) with { IdempotencyKey = key };
        var accepted = await actions.TriggerAsync(call.Caller, call.JobId, call.ScheduleId, request, call.Cancellation);
        return Answers.Accepted(await display.OfAsync(accepted.Run, call.Cancellation), accepted.Replayed);
    }

    public async Task<IResult> BackfillAsync(ApiCall call)
    {
        var request = await call.ReadAsync(ScheduleBodies.Backfill, actions.Check);
        return Answers.Accepted(await actions.BackfillAsync(call.Caller, call.JobId, call.ScheduleId, request, call.Cancellation));
    }
}
