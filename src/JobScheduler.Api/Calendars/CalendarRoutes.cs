using JobScheduler.Api.Http;
using Microsoft.AspNetCore.Http;
using static JobScheduler.Api.Http.RouteParts;

namespace JobScheduler.Api.Calendars;

/// <summary>Routes of calendars.</summary>
internal static class CalendarRoutes
{
    private const string Tag = "Calendars";
    private const string Many = Root + "/calendars";
    private const string One = Many + "/{calendarId}";
    private static readonly AccessPolicy Read = AccessPolicy.Needs("calendars.read");
    private static readonly AccessPolicy Write = AccessPolicy.Needs("calendars.write");

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listCalendars", Method = "GET", Pattern = Many, Policy = Read, Query = PageQuery,
            Handler = On<CalendarEndpoints>((calendars, call) => calendars.ListAsync(call)),
            Description = new() { Tag = Tag, Summary = "List calendars", Answers = [Ok<Page<Calendar>>("Calendars by id.")] },
        },
        new()
        {
            Name = "putCalendar", Method = "PUT", Pattern = One, Policy = Write,
            Handler = On<CalendarEndpoints>((calendars, call) => calendars.PutAsync(call)),
            Query = [new("kind", ParameterKind.CalendarKind, "With text/calendar: what the imported days are. Default exclude.")],
            Description = new()
            {
                Tag = Tag, Summary = "Create or replace a calendar",
                Details = "Schedules that use it follow within seconds. A calendar that was read can be put back. A body of the type text/calendar (iCalendar, RFC 5545), such as a feed of public holidays, is imported: every day that an event touches, from the year before this one to ten years ahead.",
                Body = CalendarBodies.Calendar, TextBodyType = BodyType.Calendar, Headers = [IfMatch, IfNoneMatch],
                Example = """{ "kind": "exclude", "dates": ["2026-12-25"], "weekdays": ["sat", "sun"], "ranges": [{ "from": "2026-12-28", "to": "2026-12-31" }], "timeZone": "Europe/Berlin" }""",
                Answers = [Ok<Calendar>("Replaced."), new(StatusCodes.Status201Created, "Created; Location is the calendar.", typeof(Calendar))],
                Problems = [409, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "getCalendar", Method = "GET", Pattern = One, Policy = Read,
            Handler = On<CalendarEndpoints>((calendars, call) => calendars.GetAsync(call)),
            Description = new() { Tag = Tag, Summary = "Read a calendar", Answers = [Ok<Calendar>("The calendar; ETag names its state.")], Problems = [404] },
        },
        new()
        {
            Name = "deleteCalendar", Method = "DELETE", Pattern = One, Policy = Write,
            Handler = On<CalendarEndpoints>((calendars, call) => calendars.DeleteAsync(call)),
            Description = new() { Tag = Tag, Summary = "Delete a calendar", Headers = [IfMatch], Answers = [Done], Problems = [404, 409, 412] },
        },
    ];
}
