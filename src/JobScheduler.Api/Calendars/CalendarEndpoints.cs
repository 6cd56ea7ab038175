using JobScheduler.Api.Http;
using JobScheduler.Schedules.Calendars;
using Microsoft.AspNetCore.Http;

namespace JobScheduler.Api.Calendars;

/// <summary>Calendars: write, read, list, delete.</summary>
public sealed class CalendarEndpoints(CalendarCatalog calendars, TimeProvider time)
{
    public async Task<IResult> PutAsync(ApiCall call)
    {
        var id = call.NewCalendarId;
        var condition = Preconditions.Read(call.Request);
        var definition = await ReadAsync(call, id);
        var write = await calendars.PutAsync(call.Caller, id, definition, condition, call.Cancellation);
        return Show(write.Record, write.Created);
    }

    public async Task<IResult> GetAsync(ApiCall call) =>
        Show(await calendars.GetAsync(call.Tenant, call.CalendarId, call.Cancellation));

    public async Task<IResult> ListAsync(ApiCall call)
    {
        var query = call.Query;
        var page = query.Page();
        query.Close();
        var found = await calendars.ListAsync(call.Tenant, page, call.Cancellation);
        return Answers.Page(found, CalendarViews.Of, WireJson.Default.PageCalendar);
    }

    public async Task<IResult> DeleteAsync(ApiCall call)
    {
        var condition = Preconditions.Read(call.Request);
        await calendars.DeleteAsync(call.Caller, call.CalendarId, condition, call.Cancellation);
        return TypedResults.NoContent();
    }

    private async Task<CalendarDefinition> ReadAsync(ApiCall call, string id)
    {
        var query = call.Query;
        var kind = query.Choice<CalendarKind>("kind");
        query.Close();
        if (BodyType.Is(call.Request, BodyType.Calendar))
        {
            return await ImportAsync(call) with { Kind = kind ?? CalendarKind.Exclude };
        }

        if (kind is not null)
        {
            throw MalformedException.Of("kind", $"applies only to bodies of type {BodyType.Calendar}; JSON has a member for it");
        }

        using var document = await RequestBody.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation, BodyType.Calendar);
        return CalendarBodies.Calendar
            .Read(document.RootElement, (calendar, errors) => CalendarBodies.Judge(calendar, id, errors))
            .ToDefinition();
    }

    private static JsonResult<Calendar> Show(CalendarRecord calendar, bool created = false) =>
        Answers.Of(
            CalendarViews.Of(calendar),
            WireJson.Default.Calendar,
            calendar.ETag,
            created ? $"{Answers.Root}/calendars/{calendar.Id}" : null);

    private async Task<CalendarDefinition> ImportAsync(ApiCall call)
    {
        using var text = await BodyBytes.ReadAsync(call.Request, BodyLimits.Usual, call.Cancellation);
        var errors = new ErrorList();
        var definition = ICalendarReader.Read(text.Memory.Span, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), errors);
        MalformedException.ThrowIfMalformed(errors);
        return definition!;
    }
}
