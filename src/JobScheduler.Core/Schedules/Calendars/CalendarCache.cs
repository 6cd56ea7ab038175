using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>Calendars as they were read at most <see cref="Lifetime"/> ago. Writes of this process are seen at once.</summary>
public sealed class CalendarCache(IStorage storage, ShardMap map, TimeProvider time)
{
    /// <summary>The bound on staleness, stated to users: 5 s.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private const int Largest = 1_000;
    private const int Tries = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Id), CachedCalendar> _calendars = [];
    private long _forgotten;

    /// <summary>Those of the ids that exist. No call to storage for an empty list.</summary>
    public async ValueTask<IReadOnlyDictionary<string, CalendarDefinition>> GetManyAsync(string tenant, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(ids.Distinct(StringComparer.Ordinal).Select(id => GetAsync(tenant, id, cancellation)));
        return found.OfType<CalendarRecord>().ToDictionary(calendar => calendar.Id, calendar => calendar.Definition, StringComparer.Ordinal);
    }

    /// <summary>The calendar as it is now; null when there is none.</summary>
    public async Task<CalendarRecord?> ReadAsync(string tenant, string id, CancellationToken cancellation)
    {
        var readAt = time.GetTimestamp();
        var forgotten = Interlocked.Read(ref _forgotten);
        var calendar = await ReadRowAsync(tenant, id, cancellation);
        lock (_gate)
        {
            // What was read before somebody forgot may be what is to be forgotten.
            if (_forgotten == forgotten)
            {
                if (_calendars.Count >= Largest)
                {
                    _calendars.Clear();
                }

                _calendars[(tenant, id)] = new CachedCalendar(calendar, readAt);
            }
        }

        return calendar;
    }

    /// <summary>Forgets the calendar, because it was changed.</summary>
    public void Forget(string tenant, string id)
    {
        lock (_gate)
        {
            _forgotten++;
            _calendars.Remove((tenant, id));
        }
    }

    private async Task<CalendarRecord?> GetAsync(string tenant, string id, CancellationToken cancellation)
    {
        CachedCalendar? cached;
        lock (_gate)
        {
            cached = _calendars.GetValueOrDefault((tenant, id));
        }

        return cached is not null && time.GetElapsedTime(cached.ReadAt) < Lifetime ? cached.Calendar : await ReadAsync(tenant, id, cancellation);
    }

    private async Task<CalendarRecord?> ReadRowAsync(string tenant, string id, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var row = await storage.Tables.GetAsync(ShardMap.Partition(map.OfRecord(tenant, Keys.CalendarRecord, id)), Keys.Calendar(tenant, id), cancellation);
            var calendar = row is null ? null : await CalendarRow.ReadAsync(tenant, id, row, storage.Blobs, cancellation);

            // The blob of a definition that was replaced is deleted some seconds later: a slow reader then has an old row.
            if (calendar is not null || row is null || CalendarRow.BlobOf(row) is null || tries == Tries)
            {
                return calendar;
            }
        }
    }

    /// <param name="Calendar">Null: there is none.</param>
    /// <param name="ReadAt">When it was read, in the time provider's ticks.</param>
    private sealed record CachedCalendar(CalendarRecord? Calendar, long ReadAt);
}
