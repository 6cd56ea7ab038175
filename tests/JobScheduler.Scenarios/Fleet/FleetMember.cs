namespace JobScheduler.Scenarios.Fleet;

/// <summary>A schedule of a fleet, and what it was told over time.</summary>
internal sealed class FleetMember(string job, string id, ScheduleDefinition definition)
{
    public string Job => job;

    public string Id => id;

    /// <summary>What it fires by, or would, were it not paused or deleted.</summary>
    public ScheduleDefinition Definition { get; private set; } = definition;

    public List<FleetEra> Eras { get; } = [];

    public bool IsDeleted { get; set; }

    public bool IsPaused { get; set; }

    public bool IsDelay => Definition.Spec is IntervalSpec { Mode: IntervalMode.Delay };

    /// <summary>Fires later than this go by what is said here; null: there are none.</summary>
    public void From(DateTimeOffset time, ScheduleDefinition? definition, IReadOnlyDictionary<string, CalendarDefinition> calendars)
    {
        if (Eras.Count > 0)
        {
            Eras[^1] = Eras[^1] with { To = time };
        }

        Definition = definition ?? Definition;
        Eras.Add(new FleetEra(time, DateTimeOffset.MaxValue, definition, calendars));
    }
}

/// <summary>A time in which a schedule had one definition.</summary>
/// <param name="From">Excluded.</param>
/// <param name="To">Included.</param>
/// <param name="Definition">Null: it was paused, or deleted.</param>
/// <param name="Calendars">As they were.</param>
internal sealed record FleetEra(
    DateTimeOffset From, DateTimeOffset To, ScheduleDefinition? Definition, IReadOnlyDictionary<string, CalendarDefinition> Calendars);
