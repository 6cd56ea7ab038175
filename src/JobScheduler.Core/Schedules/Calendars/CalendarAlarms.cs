using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>
/// Calendar alarms: a calendar was changed or deleted. The schedules that use it are planned anew in steps of a page each, so that a
/// tick stays short; a crash repeats a step, which then finds nothing to change.
/// </summary>
public sealed class CalendarAlarms(ShardMap map, IStorage storage, CalendarCache cache, IScheduleReplanner replanner) : IAlarmHandler
{
    public string Kind => CalendarAlarm.Kind;

    public TimeSpan? Farthest => TimeSpan.Zero;

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
            var next = await walk.Position.StepAsync(
                storage,
                map,
                Keys.SchedulePrefix(walk.Tenant),
                (shard, row) => CalendarUses.IsUsedBy(row, walk.CalendarId) ? replanner.ReplanAsync(shard, row) : Task.CompletedTask);
            if (next is null && walk.IsLast)
            {
                await ForgetAsync(tick, walk);
            }

            await Walk.GoOnAsync(tick, alarm, next is { } at ? (walk with { Shard = at.Shard, After = at.After }).Write() : null);
        }
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
