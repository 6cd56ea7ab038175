using JobScheduler.Api.Contracts;
using JobScheduler.Api.Reading;
using JobScheduler.Jobs;
using JobScheduler.Schedules;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Changes some members of a schedule.</summary>
public sealed class SchedulePatchEndpoint(ScheduleCatalog schedules)
{
    public Task<IResult> PatchAsync(ApiCall call)
    {
        var (job, id) = (call.JobId, call.ScheduleId);
        return new PatchLoop<Schedule, ScheduleContract>
        {
            What = $"the schedule '{id}'",
            Read = () => schedules.GetAsync(call.Tenant, job, id, call.Cancellation),
            ETagOf = schedule => schedule.ETag,
            Show = ScheduleContract.Of,
            Type = ApiJson.Default.ScheduleContract,
            Write = (patched, condition) => WriteAsync(call, patched, condition),
        }.RunAsync(call);
    }

    private async Task<IResult> WriteAsync(ApiCall call, PatchedBody<Schedule> patched, WriteCondition condition)
    {
        var schedule = patched.Record;
        var body = ScheduleReader.Read(patched.Whole);
        BodyRules.CheckId(body.Id, schedule.Id);
        BodyRules.CheckNote(body.Pause?.Note);
        var definition = body.Definition with
        {
            Input = patched.Touches("input") ? body.Definition.Input : schedule.Definition.Input,
            Spec = patched.Touches("spec") ? body.Definition.Spec : schedule.Definition.Spec,
        };

        // A pause that the patch does not speak of is not wished for: it may end by itself at this very moment.
        var pause = patched.Touches("paused") || patched.Touches("note") || patched.Touches("resumeAt") ? body.Pause : null;
        var write = await schedules.PutAsync(
            call.Tenant, schedule.JobId, schedule.Id, definition, pause, condition, call.Actor, call.Cancellation);
        return Answers.Of(write.Schedule);
    }
}
