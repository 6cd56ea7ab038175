using JobScheduler.Api.Http;
using JobScheduler.Schedules.Calendars;

namespace JobScheduler.Api.Calendars;

/// <summary>The body of a calendar, and what it means.</summary>
internal static class CalendarBodies
{
    public static readonly BodyShape<Calendar> Calendar = new();

    public static void Judge(Calendar calendar, string id, ErrorList errors)
    {
        BodyRules.CheckId(calendar.Id, id, errors);
        CalendarRules.Check(calendar, errors);
    }
}
