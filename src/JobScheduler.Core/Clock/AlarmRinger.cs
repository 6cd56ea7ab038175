using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>
/// Rings the alarms of one shard, kind by kind. One that cannot be acted on is put off, so that it does not block the others.
/// </summary>
internal sealed class AlarmRinger(AlarmHandlers handlers, TimeProvider time, ILogger logger)
{
    private const int AlarmsPerPage = 100;
    private const int PagesPerTick = 20;
    private static readonly TimeSpan Push = TimeSpan.FromMinutes(5);

    /// <summary>What a fast clock has set farther ahead is recalled.</summary>
    private static readonly TimeSpan FarthestAbandoned = TimeSpan.FromHours(1);

    /// <summary>When the first alarm was due after the last ringing; if there is none, the latest possible time.</summary>
    public DateTimeOffset NextAlarm { get; private set; }

    /// <summary>Rings those that are due, up to a bounded number.</summary>
    /// <returns>When the first remaining alarm is due, or the clock has to look again.</returns>
    public async Task<DateTimeOffset> RingDueAsync(ShardTick tick)
    {
        for (var pages = 0; pages < PagesPerTick; pages++)
        {
            var page = await tick.ReadAsync(
                RowQuery.Prefix(tick.Partition, AlarmKey.Prefix) with { Limit = pages == 0 ? 1 + AlarmsPerPage : AlarmsPerPage });
            var due = page.Rows.TakeWhile(row => AlarmKey.TimeOf(row.Key) <= tick.Now + EarlyFor(row.Key)).ToList();
            var isLast = due.Count < page.Rows.Count || page.Rows.Count == 0;
            var next = due.Count < page.Rows.Count ? AlarmKey.TimeOf(page.Rows[due.Count].Key) : DateTimeOffset.MaxValue;
            NextAlarm = next;
            next = next < tick.Now + ShardTick.LongestSleep ? next : tick.Now + ShardTick.LongestSleep;
            var kinds = due.GroupBy(row => AlarmKey.KindOf(row.Key) ?? "").ToList();
            foreach (var kind in kinds)
            {
                // While others are left, this tick is not over, however long it takes.
                tick.Foreseen = isLast && kind == kinds[^1] ? next : time.GetUtcNow() + OwnerWatch.Patience;
                await RingAsync(tick, kind.Key, [.. kind]);
            }

            if (isLast)
            {
                await ForeseeAsync(tick, page.Rows.Skip(due.Count));

                // The page was read before the handlers set alarms for their next steps.
                NextAlarm = tick.EarliestAlarm < NextAlarm ? tick.EarliestAlarm : NextAlarm;
                return tick.EarliestAlarm < next ? tick.EarliestAlarm : next;
            }
        }

        return tick.Now;
    }

    /// <summary>Whether an alarm is due that is not set ahead. One read.</summary>
    public async Task<bool> HasDueAsync(ITableStore tables, string partition, DateTimeOffset now)
    {
        var due = new RowQuery(partition, AlarmKey.Prefix, AlarmKey.From(now + TimeSpan.FromMilliseconds(1))) { Select = [] };
        var page = await tables.ReadAsync(due with { Limit = AlarmsPerPage }, CancellationToken.None);
        return page.Rows.Any(row => handlers.Of(AlarmKey.KindOf(row.Key)) is { IsAhead: false });
    }

    /// <summary>Rings what a process has left that is gone for certain, before its time.</summary>
    public async Task RingAbandonedAsync(ShardTick tick)
    {
        foreach (var kind in (await ReadAbandonedAsync(tick)).GroupBy(row => AlarmKey.KindOf(row.Key)!))
        {
            await RingAsync(tick, kind.Key, [.. kind], spares: false);
        }
    }

    private async Task<List<Row>> ReadAbandonedAsync(ShardTick tick)
    {
        var abandoned = new List<Row>();
        var query = new RowQuery(tick.Partition, AlarmKey.Prefix, AlarmKey.From(tick.Now + FarthestAbandoned));
        do
        {
            var page = await tick.ReadAsync(query);
            abandoned.AddRange(page.Rows.Where(row => handlers.Of(AlarmKey.KindOf(row.Key)) is { EndsWithProcess: true }));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return abandoned;
    }

    private async Task ForeseeAsync(ShardTick tick, IEnumerable<Row> alarms)
    {
        var near = alarms.TakeWhile(row => AlarmKey.TimeOf(row.Key) <= tick.Now + IAlarmHandler.Foresight);
        foreach (var kind in near.GroupBy(row => AlarmKey.KindOf(row.Key) ?? ""))
        {
            if (handlers.Of(kind.Key) is { } handler)
            {
                await handler.ForeseeAsync(tick, [.. kind]);
            }
        }
    }

    private TimeSpan EarlyFor(string key) => handlers.Of(AlarmKey.KindOf(key))?.Early ?? TimeSpan.Zero;

    /// <param name="tick">The tick.</param>
    /// <param name="kind">Their kind.</param>
    /// <param name="alarms">The alarms.</param>
    /// <param name="spares">Whether those that wait for a sign of life are put off after an outage.</param>
    private async Task RingAsync(ShardTick tick, string kind, List<Row> alarms, bool spares = true)
    {
        try
        {
            var handler = handlers.Of(kind) ?? throw new InvalidOperationException($"this version knows no alarm of kind '{kind}'");
            if (spares && handler.WaitsForLife && tick.Owner.SparesUntil is { } until && until > tick.Now)
            {
                if (await AlarmMove.AllAsync(tick, alarms, until, handler) is var moved and > 0)
                {
                    logger.AlarmsSpared(tick.Shard, moved, kind, Timestamp.Format(until));
                }
            }
            else
            {
                await handler.RingAsync(tick, alarms);
            }
        }
        catch (Exception error) when (error is not (DeposedException or StorageException))
        {
            if (alarms.Count > 1)
            {
                // One bad alarm must not affect the others.
                foreach (var alarm in alarms)
                {
                    await RingAsync(tick, kind, [alarm], spares);
                }

                return;
            }

            logger.AlarmPushed(error, tick.Shard, alarms[0].Key);
            await PushAsync(tick, kind, alarms[0]);
        }
    }

    /// <summary>Postpones an alarm that cannot be handled, so that it does not block the others.</summary>
    private async Task PushAsync(ShardTick tick, string kind, Row alarm)
    {
        var key = AlarmKey.Read(alarm.Key) with { At = tick.Now + Push, Kind = kind.Length == 0 ? "odd" : kind };
        var owner = handlers.Of(kind)?.OwnerOf(alarm);
        var outcome = await AlarmMove.TryAsync(tick, alarm, key, owner);
        if (!outcome.Succeeded && owner is not null && outcome.FailedKey == owner.Value.Key)
        {
            await AlarmMove.TryAsync(tick, alarm, key, null);
        }
    }
}
