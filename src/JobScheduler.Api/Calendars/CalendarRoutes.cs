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
    private const string Example =
        """
        {
          "kind": "exclude",
          "dates": ["2026-12-25"],
          "weekdays": ["sat", "sun"],
          "ranges": [{ "from": "2026-12-28", "to": "2026-12-31" }],
          "timeZone": "Europe/Berlin"
        }
        """;

    private static readonly RouteAnswer Created = new(
        StatusCodes.Status201Created, "Created; Location points to the calendar.", typeof(Calendar));
    private static readonly AccessPolicy Read = AccessPolicy.Needs("calendars.read");
    private static readonly AccessPolicy Write = AccessPolicy.Needs("calendars.write");

    public static IEnumerable<ApiRoute> All =>
    [
        new()
        {
            Name = "listCalendars", Method = "GET", Pattern = Many, Policy = Read, Query = PageQuery,
            Handler = On<CalendarEndpoints>((calendars, call) => calendars.ListAsync(call)),
            Description = new() { Tag = Tag, Summary = "List calendars", Answers = [Ok<Page<Calendar>>("Calendars, ordered by id.")] },
        },
        new()
        {
            Name = "putCalendar", Method = "PUT", Pattern = One, Policy = Write,
            Handler = On<CalendarEndpoints>((calendars, call) => calendars.PutAsync(call)),
            Query = [new("kind", ParameterKind.CalendarKind, "With text/calendar: what the imported days mean. Default exclude.")],
            Description = new()
            {
                Tag = Tag, Summary = "Create or replace a calendar",
                Details =
                    "Schedules that use it follow within seconds. A calendar that was read can be written back. A body of type "
                    + "text/calendar (iCalendar, RFC 5545), such as a feed of public holidays, is imported: every day that an event "
                    + "touches, from one year ago to ten years ahead.",
                Body = CalendarBodies.Calendar, TextBodyType = BodyType.Calendar, Headers = [IfMatch, IfNoneMatch],
                Example = Example, Answers = [Ok<Calendar>("Replaced."), Created], Problems = [409, 412, 413, 415, 422],
            },
        },
        new()
        {
            Name = "getCalendar", Method = "GET", Pattern = One, Policy = Read,
            Handler = On<CalendarEndpoints>((calendars, call) => calendars.GetAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Read a calendar", Headers = [IfChanged],
                Answers = [Ok<Calendar>("The calendar; ETag identifies its state."), NotModified],
                Problems = [404, 412],
            },
        },
        new()
        {
            Name = "deleteCalendar", Method = "DELETE", Pattern = One, Policy = Write,
            Handler = On<CalendarEndpoints>((calendars, call) => calendars.DeleteAsync(call)),
            Description = new()
            {
                Tag = Tag, Summary = "Delete a calendar", Headers = [IfMatch], Answers = [Done], Problems = [404, 409, 412],
            },
        },
    ];
}
