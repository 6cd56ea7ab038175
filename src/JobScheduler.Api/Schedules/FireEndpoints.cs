using JobScheduler.Api.Http;
using JobScheduler.Schedules;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Schedules;

/// <summary>Upcoming fires: of a schedule, of a proposed one, of all.</summary>
public sealed class FireEndpoints(FireForecast forecast)
{
    public async Task<IResult> OfScheduleAsync(ApiCall call)
    {
        var query = call.Query;
        var count = query.Whole("count", 1, PreviewRequest.MostFires) ?? PreviewRequest.UsualFires;
        var from = query.Time("from");
        query.Close();
        var preview = await forecast.OfScheduleAsync(call.Tenant, call.JobId, call.ScheduleId, from, count, call.Cancellation);
        return Answers.Ok(preview, WireJson.Default.FirePreview);
    }

    public async Task<IResult> PreviewAsync(ApiCall call)
    {
        var body = await call.ReadAsync(ScheduleBodies.Preview, FireForecast.Check);
        var preview = await forecast.PreviewAsync(call.Tenant, body, call.Cancellation);
        return Answers.Ok(preview, WireJson.Default.FirePreview);
    }

    public async Task<IResult> OfAllAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var (from, to) = (query.Time("from"), query.Time("to"));
        query.Close();
        var found = await forecast.OfAllAsync(call.Tenant, from, to, page, call.Cancellation);
        return Answers.Ok(found, WireJson.Default.PageUpcomingFire);
    }
}
