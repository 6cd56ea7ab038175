using JobScheduler.Schedules.Calendars;

namespace JobScheduler.Api.Calendars;

/// <summary>What the API shows of calendars.</summary>
public static class CalendarViews
{
    public static Calendar Of(CalendarRecord calendar) => new(calendar.Definition)
    {
        Id = calendar.Id,
        CreatedBy = calendar.CreatedBy,
        CreatedAt = calendar.CreatedAt,
        UpdatedAt = calendar.UpdatedAt,
    };
}
