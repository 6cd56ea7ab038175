using JobScheduler.Api.Http;
using JobScheduler.Schedules;
using JobScheduler.Shards.Records;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Schedules;

/// <summary>Changes some members of a schedule.</summary>
public sealed class SchedulePatchEndpoint(ScheduleCatalog schedules)
{
    public Task<IResult> PatchAsync(ApiCall call)
    {
        var (job, id) = (call.JobId, call.ScheduleId);
        return new PatchLoop<ScheduleRecord, Schedule>
        {
            What = $"the schedule '{id}'",
            Read = () => schedules.GetAsync(call.Tenant, job, id, call.Cancellation),
            ETagOf = schedule => schedule.ETag,
            Show = ScheduleViews.Of,
            Type = WireJson.Default.Schedule,
            Write = (patched, condition) => WriteAsync(call, patched, condition),
        }.RunAsync(call);
    }

    private async Task<IResult> WriteAsync(ApiCall call, PatchedBody<ScheduleRecord> patched, WriteCondition condition)
    {
        var schedule = patched.Record;
        var body = ScheduleBodies.Schedule.Read(patched.Whole, (whole, errors) => ScheduleBodies.Judge(whole, schedule.Id, errors));
        var definition = body.ToDefinition() with
        {
            Input = patched.Touches("input") ? body.Input : schedule.Definition.Input,
            Spec = patched.Touches("spec") ? body.Spec : schedule.Definition.Spec,
        };

        // A pause that the patch does not speak of is not wished for: it may end by itself at this very moment.
        var pause = patched.Touches("paused") || patched.Touches("note") || patched.Touches("resumeAt")
            ? ScheduleBodies.PauseOf(body)
            : null;
        var write = await schedules.PutAsync(
            call.Caller, schedule.JobId, schedule.Id, definition, pause, condition, call.Cancellation);
        return ScheduleEndpoints.Show(write.Record);
    }
}
