using JobScheduler.Api.Http;
using JobScheduler.Schedules;
using JobScheduler.Shards.Records;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Schedules;

/// <summary>Schedules: write, read, list, delete.</summary>
public sealed class ScheduleEndpoints(ScheduleCatalog schedules, ScheduleLists lists, Entropy entropy)
{
    public async Task<IResult> PutAsync(ApiCall call)
    {
        var (job, id) = (call.JobId, call.NewScheduleId);
        var condition = Preconditions.Read(call.Request);
        var body = await call.ReadAsync(ScheduleBodies.Schedule, (schedule, errors) => ScheduleBodies.Judge(schedule, id, errors));
        var write = await WriteAsync(call, job, id, body, condition);
        return Show(write.Record, write.Created);
    }

    public async Task<IResult> PostAsync(ApiCall call)
    {
        var job = call.JobId;
        var body = await call.ReadAsync(ScheduleBodies.Schedule, ScheduleBodies.Judge);
        var id = body.Id ?? $"schedule-{entropy.NextName()}";
        try
        {
            var write = await WriteAsync(call, job, id, body, WriteCondition.Absent);
            return Show(write.Record, created: true);
        }
        catch (RefusalException refusal) when (refusal.Kind == RefusalKind.Precondition)
        {
            throw RefusalException.Conflict($"the job already has a schedule '{id}'; PUT changes it");
        }
    }

    public async Task<IResult> GetAsync(ApiCall call) =>
        Show(await schedules.GetAsync(call.Tenant, call.JobId, call.ScheduleId, call.Cancellation));

    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        query.Close();
        var found = await lists.OfJobAsync(call.Tenant, call.JobId, page, call.Cancellation);
        return Answers.Page(found, ScheduleViews.Of, WireJson.Default.PageSchedule);
    }

    public async Task<IResult> ListAllAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var filter = new ScheduleQuery
        {
            JobId = query.Id("job"),
            Text = query.Text("q"),
            Paused = query.Flag("paused"),
            Types = query.Choices<SpecType>("type"),
        };
        query.Close();
        var found = await lists.ListAsync(call.Tenant, filter, page, call.Cancellation);
        return Answers.Page(found, ScheduleViews.Of, WireJson.Default.PageSchedule);
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        var condition = Preconditions.Read(call.Request);
        var query = call.Query;
        var withdraw = query.Flag("withdrawPending") ?? false;
        query.Close();
        await schedules.DeleteAsync(call.Caller, call.JobId, call.ScheduleId, withdraw, condition, call.Cancellation);
        return TypedResults.NoContent();
    }

    internal static JsonResult<Schedule> Show(ScheduleRecord schedule, bool created = false) => Answers.Of(
        ScheduleViews.Of(schedule),
        WireJson.Default.Schedule,
        schedule.ETag,
        created ? $"{Answers.Root}/jobs/{schedule.JobId}/schedules/{schedule.Id}" : null);

    private Task<Written<ScheduleRecord>> WriteAsync(ApiCall call, string job, string id, Schedule body, WriteCondition condition) =>
        schedules.PutAsync(call.Caller, job, id, body.ToDefinition(), ScheduleBodies.PauseOf(body), condition, call.Cancellation);
}
