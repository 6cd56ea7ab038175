using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>
/// Calendar alarms: a calendar was changed or deleted. The schedules that use it are replanned in steps of a page each, so that a
/// tick stays short; after a crash a step is repeated and finds nothing to change.
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

    /// <summary>Deletes what is left of the calendar before the change; no copy is that old any more.</summary>
    private async Task ForgetAsync(ShardTick tick, CalendarAlarm walk)
    {
        if (walk.Blob is { } blob)
        {
            await storage.Blobs.DeleteAsync(blob, CancellationToken.None);
        }

        var key = Keys.Calendar(walk.Tenant, walk.CalendarId);
        if (await tick.GetAsync(key) is { } row && CalendarRow.IsDeleted(row))
        {
            // Fails when the calendar was created again in the meantime.
            await tick.CommitAsync(draft => draft.Delete(key, row.ETag));
        }
    }
}

/// <summary>The alarm of a walk over the schedules that may use a changed calendar, and how far the walk is.</summary>
/// <param name="Tenant">Whose calendar.</param>
/// <param name="CalendarId">Which.</param>
/// <param name="IsLast">Whether this is the last walk for the change.</param>
/// <param name="Blob">The blob of the definition before the change; nobody reads it after the last walk. Null: there was none.</param>
/// <param name="Shard">Which shard is being walked; schedules are in the shards of their jobs.</param>
/// <param name="After">The last row that was read there; null at the start.</param>
internal sealed record CalendarAlarm(string Tenant, string CalendarId, bool IsLast, string? Blob, int Shard = 0, string? After = null)
{
    /// <summary>The kind of the alarm.</summary>
    public const string Kind = "calendar";

    private const string TenantColumn = "tenant";
    private const string CalendarColumn = "calendar";
    private const string LastColumn = "last";
    private const string BlobColumn = "blob";
    private const string ShardColumn = "shard";
    private const string AfterColumn = "after";

    /// <summary>How far the walk is.</summary>
    public WalkPosition Position => new(Shard, After);

    public Columns Write() => new()
    {
        { TenantColumn, Tenant },
        { CalendarColumn, CalendarId },
        { LastColumn, (ColumnValue)IsLast },
        { BlobColumn, Blob },
        { ShardColumn, (ColumnValue)(long)Shard },
        { AfterColumn, After },
    };

    /// <summary>Null when the row is not such an alarm.</summary>
    public static CalendarAlarm? TryRead(Row row) =>
        row.Columns.Text(TenantColumn) is { } tenant && row.Columns.Text(CalendarColumn) is { } calendar
            ? new CalendarAlarm(
                tenant,
                calendar,
                row.Columns.Flag(LastColumn),
                row.Columns.Text(BlobColumn),
                (int)(row.Columns.Number(ShardColumn) ?? 0),
                row.Columns.Text(AfterColumn))
            : null;
}
