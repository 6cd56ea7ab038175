using JobScheduler.Api.Http;
using JobScheduler.Schedules;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Schedules;

/// <summary>Changes some members of a schedule.</summary>
public sealed class SchedulePatchEndpoint(ScheduleCatalog schedules)
{
    public async Task<IResult> PatchAsync(ApiCall call)
    {
        var (job, id) = (call.JobId, call.ScheduleId);
        var condition = Preconditions.Read(call.Request);
        using var patch = await RecordPatch.ReadAsync(call);
        return ScheduleEndpoints.Show(
            await schedules.ChangeAsync(call.Caller, job, id, schedule => Change(schedule, patch), condition, call.Cancellation));
    }

    private static ScheduleWish Change(ScheduleRecord schedule, RecordPatch patch)
    {
        var patched = patch.Apply(ScheduleViews.Of(schedule), WireJson.Default.Schedule);
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
        return new ScheduleWish(definition, pause);
    }
}
