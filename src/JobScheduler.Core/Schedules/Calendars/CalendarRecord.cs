using JobScheduler.Shards.Records;

namespace JobScheduler.Schedules.Calendars;

/// <summary>A named calendar, shared by the schedules of a tenant.</summary>
public sealed record CalendarRecord : StoredRecord
{
    public required CalendarDefinition Definition { get; init; }
}
