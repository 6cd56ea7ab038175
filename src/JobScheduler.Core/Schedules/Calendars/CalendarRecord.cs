namespace JobScheduler.Schedules.Calendars;

/// <summary>A named calendar, shared by the schedules of a tenant.</summary>
public sealed record CalendarRecord
{
    public required string Tenant { get; init; }

    public required string Id { get; init; }

    public required CalendarDefinition Definition { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Changes with every write; for <c>If-Match</c>.</summary>
    public string ETag { get; init; } = "";
}

/// <summary>A calendar as it was written.</summary>
/// <param name="Calendar">With its new ETag.</param>
/// <param name="Created">False: it was there before.</param>
public sealed record CalendarWrite(CalendarRecord Calendar, bool Created);
