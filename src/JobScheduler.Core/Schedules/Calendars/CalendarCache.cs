using JobScheduler.Shards.Records;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>Calendars as they were read a few seconds ago.</summary>
public sealed class CalendarCache(RecordRow<CalendarRecord> rows, IStorage storage, TimeProvider time) : RecordCache<CalendarRecord>(
    rows, storage, time)
{
    /// <summary>Fewer than of other records: each may have thousands of days.</summary>
    protected override int Largest => 1_000;

    /// <summary>Those of the ids that exist. No call to storage for an empty list.</summary>
    public async ValueTask<IReadOnlyDictionary<string, CalendarDefinition>> GetManyAsync(string tenant, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => GetAsync(tenant, id, cancellation).AsTask()));
        return found.Select(cached => cached.Record).OfType<CalendarRecord>().ToDictionary(calendar => calendar.Id, calendar => calendar.Definition, StringComparer.Ordinal);
    }
}
