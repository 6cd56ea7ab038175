using JobScheduler.Api.Contracts;
using JobScheduler.Api.Reading;
using JobScheduler.Schedules;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Endpoints;

/// <summary>Upcoming fires: of a schedule, of a proposed one, of all.</summary>
public sealed class FireEndpoints(FireForecast forecast)
{
    /// <summary>Fires of one answer when nothing else is asked for.</summary>
    public const int UsualFires = 10;

    /// <summary>As many as a page has items.</summary>
    public const int MostFires = QueryReader.LargestPage;

    public async Task<IResult> OfScheduleAsync(ApiCall call)
    {
        var query = call.Query;
        var count = query.Whole("count", 1, MostFires) ?? UsualFires;
        var from = query.Time("from");
        query.Close();
        var preview = await forecast.OfScheduleAsync(call.Tenant, call.JobId, call.ScheduleId, from, count, call.Cancellation);
        return Answers.Ok(FirePreviewContract.Of(preview), ApiJson.Default.FirePreviewContract);
    }

    public async Task<IResult> PreviewAsync(ApiCall call)
    {
        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var body = ScheduleActionBody.ReadPreview(document.RootElement);
        var preview = await forecast.PreviewAsync(call.Tenant, body.Spec, body.JobId, body.ScheduleId, body.From, body.Count, call.Cancellation);
        return Answers.Ok(FirePreviewContract.Of(preview), ApiJson.Default.FirePreviewContract);
    }

    public async Task<IResult> OfAllAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        var (from, to) = (query.Time("from"), query.Time("to"));
        query.Close();
        var found = await forecast.OfAllAsync(call.Tenant, from, to, page, call.Cancellation);
        return Answers.Ok(ListContract.Of(found, UpcomingFireContract.Of), ApiJson.Default.ListContractUpcomingFireContract);
    }
}
