using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>Lists of calendars.</summary>
public sealed class CalendarLists(IStorage storage, ShardMap map)
{
    private const string List = "calendars";

    /// <summary>Calendars by id, merged over the shards. A page may be short although more follow.</summary>
    public async Task<Page<CalendarRecord>> CalendarsAsync(string tenant, PageRequest page, CancellationToken cancellation)
    {
        var prefix = Keys.CalendarPrefix(tenant);
        var after = PageMark.Read(page.Continuation, List);
        var pages = await Task.WhenAll(Enumerable.Range(0, map.Count).Select(async shard =>
        {
            var query = RowQuery.Prefix(ShardMap.Partition(shard), prefix) with { From = after is null ? prefix : prefix + after + "-", Limit = page.Limit };
            return await storage.Tables.ReadAsync(query, cancellation);
        }));

        // What lies beyond the end of a page that goes on is not known, so the merged page ends there.
        var horizon = pages.Where(found => found.Continuation is not null && found.Rows.Count > 0).Select(found => found.Rows[^1].Key).Min(StringComparer.Ordinal);
        var rows = pages.SelectMany(found => found.Rows)
            .Where(row => horizon is null || string.CompareOrdinal(row.Key, horizon) <= 0)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .ToList();
        var taken = rows.Take(page.Limit).ToList();
        var calendars = await Task.WhenAll(taken.Select(row => CalendarRow.ReadAsync(tenant, CalendarRow.IdOf(row, tenant), row, storage.Blobs, cancellation).AsTask()));
        var more = horizon is not null || rows.Count > taken.Count;
        return new Page<CalendarRecord>([.. calendars.OfType<CalendarRecord>()], more && taken.Count > 0 ? PageMark.Write(List, CalendarRow.IdOf(taken[^1], tenant)) : null);
    }
}
