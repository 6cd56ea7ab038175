using JobScheduler.Schedules;
using JobScheduler.Schedules.Calendars;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>
/// Calendar alarms: a calendar was changed or deleted. The schedules that use it are planned anew in steps of a page each, so that a
/// tick stays short; a crash repeats a step, which then finds nothing to change.
/// </summary>
public sealed class CalendarHandler(ShardMap map, IStorage storage, CalendarCache cache, IScheduleReplanner replanner) : IAlarmHandler
{
    private const int SchedulesPerStep = 100;

    public string Kind => AlarmKind.Calendar;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            if (CalendarAlarm.TryRead(alarm) is not { } walk)
            {
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
                continue;
            }

            // The change may have been another process's.
            cache.Forget(walk.Tenant, walk.CalendarId);
            var next = await StepAsync(walk);
            if (next is null && walk.IsLast)
            {
                await ForgetAsync(tick, walk);
            }

            await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                if (next is not null)
                {
                    draft.Insert(Keys.Alarm(draft.Now.AddMilliseconds(1), AlarmKind.Calendar, alarm.Key.Split('~', 4)[^1]), next.Write());
                }
            });
        }
    }

    /// <returns>Where the next step goes on; null when the walk is done.</returns>
    private async Task<CalendarAlarm?> StepAsync(CalendarAlarm walk)
    {
        if (walk.Shard >= map.Count)
        {
            return null;
        }

        var prefix = Keys.SchedulePrefix(walk.Tenant);
        var query = RowQuery.Prefix(ShardMap.Partition(walk.Shard), prefix) with { From = walk.After is null ? prefix : walk.After + "-", Limit = SchedulesPerStep };
        var page = await storage.Tables.ReadAsync(query, CancellationToken.None);
        await Task.WhenAll(page.Rows.Where(row => CalendarUses.IsUsedBy(row, walk.CalendarId)).Select(row => replanner.ReplanAsync(walk.Shard, row)));
        return page.Continuation is not null && page.Rows.Count > 0 ? walk with { After = page.Rows[^1].Key }
            : walk.Shard + 1 < map.Count ? walk with { Shard = walk.Shard + 1, After = null }
            : null;
    }

    /// <summary>What is left of the calendar before the change: nobody has a copy so old any more.</summary>
    private async Task ForgetAsync(ShardTick tick, CalendarAlarm walk)
    {
        if (walk.Blob is { } blob)
        {
            await storage.Blobs.DeleteAsync(blob, CancellationToken.None);
        }

        var key = Keys.Calendar(walk.Tenant, walk.CalendarId);
        if (await tick.GetAsync(key) is { } row && CalendarRow.IsDeleted(row))
        {
            // Refused when the calendar was created anew meanwhile.
            await tick.CommitAsync(draft => draft.Delete(key, row.ETag));
        }
    }
}
