using System.ComponentModel;
using JobScheduler.Schedules;

namespace JobScheduler.Api.Contracts;

[Description("A schedule's use of a calendar.")]
public sealed record CalendarUseContract
{
    public required string Id { get; init; }

    [Description("A fire on a day that the calendar does not allow: none skips it, next and previous move it to the nearest day that all calendars allow, at the same time of day. Default none; the others only with cron.")]
    public CalendarShift Shift { get; init; }
}
