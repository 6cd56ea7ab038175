using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>
/// Which schedules use a calendar. No index: calendars change rarely, and an index would be one more row of every schedule.
/// </summary>
public sealed class CalendarUses(IStorage storage, ShardMap map)
{
    private const string DefinitionColumn = "definition";

    /// <summary>Schedules that use the calendar, as <c>job/schedule</c>, in order.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="calendar">Which.</param>
    /// <param name="most">The search ends in each shard when this many were found.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<string>> FindAsync(string tenant, string calendar, int most, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(
            Enumerable.Range(0, map.Count).Select(shard => FindAsync(shard, tenant, calendar, most, cancellation)));
        return [.. found.SelectMany(names => names).Order(StringComparer.Ordinal).Take(most)];
    }

    /// <summary>Whether the schedule of a row uses the calendar.</summary>
    internal static bool IsUsedBy(Row schedule, string calendar) =>
        schedule.Columns.Json(DefinitionColumn, ScheduleJson.Default.ScheduleDefinition) is { } definition
        && definition.Spec.Calendars.Any(use => use.Id == calendar);

    private async Task<List<string>> FindAsync(int shard, string tenant, string calendar, int most, CancellationToken cancellation)
    {
        var prefix = Keys.SchedulePrefix(tenant);
        var found = new List<string>();
        var query = RowQuery.Prefix(ShardMap.Partition(shard), prefix) with { Select = [DefinitionColumn] };
        do
        {
            var page = await storage.Tables.ReadAsync(query, cancellation);
            found.AddRange(page.Rows.Where(row => IsUsedBy(row, calendar)).Select(row => row.Key[prefix.Length..].Replace('~', '/')));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null && found.Count < most);

        return found;
    }
}
