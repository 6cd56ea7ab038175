using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace JobScheduler.Functions.Http;

/// <summary>Routes of calendars.</summary>
public sealed class CalendarFunctions(FunctionApi api)
{
    [Function(nameof(ListCalendars))]
    public Task<IResult> ListCalendars([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/calendars")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(PutCalendar))]
    public Task<IResult> PutCalendar([HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/calendars/{calendarId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(GetCalendar))]
    public Task<IResult> GetCalendar([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/calendars/{calendarId}")] HttpRequest request) =>
        api.InvokeAsync(request);

    [Function(nameof(DeleteCalendar))]
    public Task<IResult> DeleteCalendar([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/v1/calendars/{calendarId}")] HttpRequest request) =>
        api.InvokeAsync(request);
}
