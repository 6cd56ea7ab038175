using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>
/// The clock of one shard: at each tick it acts on due alarms and does the tick work of the features. One process owns it at a time, by the
/// epoch in <c>L</c>.
/// </summary>
public sealed class ShardClock
{
    /// <summary>The longest sleep.</summary>
    public static readonly TimeSpan LongestSleep = ShardTick.LongestSleep;

    /// <summary>The usual silence of an owner after which another process takes over: three times the longest sleep.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromSeconds(60);

    private const int AlarmsPerPage = 100;
    private const int PagesPerTick = 20;

    /// <summary>What a fast clock has set farther ahead is recalled.</summary>
    private static readonly TimeSpan FarthestAbandoned = TimeSpan.FromHours(1);

    private static readonly TimeSpan WhileWaiting = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Push = TimeSpan.FromMinutes(5);

    private readonly int _shard;
    private readonly ShardWriter _writer;
    private readonly ITableStore _tables;
    private readonly AlarmHandlers _handlers;
    private readonly ITickWork[] _work;
    private readonly string _holder;
    private readonly TimeSpan _patience;
    private readonly Entropy _entropy;
    private readonly TimeProvider _time;
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private readonly ILogger _logger;
    private OwnerRow? _owner;
    private OwnerRow? _other;
    private long _otherSince;
    private string? _etag;

    internal ShardClock(
        int shard,
        ShardWriter writer,
        IStorage storage,
        AlarmHandlers handlers,
        ITickWork[] work,
        NodeIdentity node,
        ClockOptions options,
        Entropy entropy,
        TimeProvider time,
        ILogger logger)
    {
        _shard = shard;
        _writer = writer;
        _tables = storage.Tables;
        _patience = options.TakeOverAfter ?? (storage.IsShared ? UsualPatience : TimeSpan.Zero);
        _handlers = handlers;
        _work = work;
        _holder = options.Holder ?? node.Id;
        _entropy = entropy;
        _time = time;
        _logger = logger;
    }

    /// <summary>
    /// Ticks once, for a bounded number of alarms. Does nothing if another process owns the shard.
    /// </summary>
    /// <returns>When to tick next, at the latest.</returns>
    /// <exception cref="StorageException">Storage fails; a later tick does what was not done.</exception>
    public async Task<DateTimeOffset> TickAsync()
    {
        var now = Timestamp.Cut(_time.GetUtcNow());
        for (var again = true; ; again = false)
        {
            if (await OwnAsync(now) is { } wait)
            {
                return now + wait;
            }

            // Another process of the same name may have ticked in between: then this one may still tick the shard.
            if (await TryTickAsync(now) is { } next)
            {
                return next;
            }

            if (!again || (await ReadOwnerAsync())?.Holder != _holder)
            {
                _logger.ClockLost(_shard);
                return now + (again ? LongestSleep : WhileWaiting);
            }
        }
    }

    /// <returns>When to tick next; null if another process owns the shard.</returns>
    private async Task<DateTimeOffset?> TryTickAsync(DateTimeOffset now)
    {
        var tick = Tick(now);
        try
        {
            if (IsBehind(tick.Owner.LastTick, now))
            {
                await tick.CommitAsync(draft => draft.Insert(Rewind(now), []));
            }

            var next = await RingAsync(tick);
            if ((await WorkAsync(tick) || _watched.Count > 0) && now + WhileWaiting < next)
            {
                next = now + WhileWaiting;
            }

            if (!tick.HasWritten && (now - tick.Owner.LastTick).Duration() >= SignOfLife)
            {
                await tick.CommitAsync(static _ => { });
            }

            (_owner, _etag) = (tick.Owner, tick.OwnerETag);
            return next;
        }
        catch (DeposedException)
        {
            _owner = null;
            return null;
        }
        catch
        {
            // The content of the owner's row is unknown now; the next tick reads it.
            _owner = null;
            throw;
        }
    }

    /// <summary>
    /// Rings the alarms that a process has left that is gone for certain, because this one has the storage for itself. To be called before
    /// anything is executed.
    /// </summary>
    /// <exception cref="StorageException">Storage fails; they ring when their time has come.</exception>
    public async Task RingAbandonedAsync()
    {
        var now = Timestamp.Cut(_time.GetUtcNow());
        if (await OwnAsync(now) is not null)
        {
            return;
        }

        var tick = Tick(now);
        try
        {
            foreach (var kind in (await ReadAbandonedAsync(tick)).GroupBy(row => AlarmKey.KindOf(row.Key)!))
            {
                await RingAsync(tick, kind.Key, [.. kind]);
            }

            (_owner, _etag) = (tick.Owner, tick.OwnerETag);
        }
        catch
        {
            _owner = null;
            throw;
        }
    }

    private async Task<List<Row>> ReadAbandonedAsync(ShardTick tick)
    {
        var abandoned = new List<Row>();
        var query = new RowQuery(tick.Partition, AlarmKey.Prefix, AlarmKey.From(tick.Now + FarthestAbandoned));
        do
        {
            var page = await tick.ReadAsync(query);
            abandoned.AddRange(page.Rows.Where(row => _handlers.Of(AlarmKey.KindOf(row.Key)) is { EndsWithProcess: true }));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);
        return abandoned;
    }

    private ShardTick Tick(DateTimeOffset now) => new(_shard, _owner!.At(now), _etag, now, _watched, _writer, _tables);

    /// <returns>Null if this process owns the shard; otherwise how long to wait before trying again.</returns>
    private async Task<TimeSpan?> OwnAsync(DateTimeOffset now)
    {
        if (_owner is not null)
        {
            return null;
        }

        var partition = ShardMap.Partition(_shard);
        var row = await _tables.GetAsync(partition, Keys.Owner, CancellationToken.None);
        var found = row is null ? null : OwnerRow.Read(row);
        if (found is not null && found.Holder != _holder && SilenceOf(found, now) is var silence && silence < _patience)
        {
            var left = _patience - silence;
            return left < LongestSleep ? left : LongestSleep;
        }

        var mine = new OwnerRow(
            _holder,
            _entropy.NextName(),
            (found?.Epoch ?? 0) + 1,
            (found?.Sequence ?? 0) + 1,
            now,
            found?.NextTenant ?? "",
            found?.At(now).SparesUntil);
        var outcome = await _writer.CommitAsync(_shard, new CommitPart(
            draft =>
            {
                if (row is null)
                {
                    draft.Insert(Keys.Owner, mine.Write());
                    foreach (var alarm in _handlers.FirstAlarms(now))
                    {
                        draft.Insert(alarm, []);
                    }
                }
                else
                {
                    draft.Replace(Keys.Owner, mine.Write(), row.ETag);
                    if (IsBehind(found!.LastTick, now))
                    {
                        draft.Insert(Rewind(now), []);
                    }
                }
            },
            new Proof(Keys.Owner, mine.IsShownBy),
            TimeSpan.Zero));
        if (!outcome.Succeeded)
        {
            return WhileWaiting;
        }

        if (outcome.ETag(Keys.Owner) is { } etag)
        {
            _etag = etag;
        }
        else
        {
            // The outcome was proved by reading; the ETag of the current row is valid only if the row is the one written above.
            row = await _tables.GetAsync(partition, Keys.Owner, CancellationToken.None);
            if (row is null || OwnerRow.Read(row) != mine)
            {
                return WhileWaiting;
            }

            _etag = row.ETag;
        }

        // Whatever others have written since is found when its alarms ring.
        _watched.Clear();
        _logger.ClockOwned(_shard, mine.Epoch);
        _owner = mine;
        return null;
    }

    /// <summary>Whether time is so far behind the last tick that future fires may already have been handled.</summary>
    private static bool IsBehind(DateTimeOffset lastTick, DateTimeOffset now) => lastTick - now > RewindAlarms.Slack;

    private string Rewind(DateTimeOffset now) => new AlarmKey(now, RewindAlarms.KindName, _entropy.NextName());

    private async Task<OwnerRow?> ReadOwnerAsync() =>
        await _tables.GetAsync(ShardMap.Partition(_shard), Keys.Owner, CancellationToken.None) is { } row ? OwnerRow.Read(row) : null;

    /// <summary>
    /// How long another owner has been silent: by its own timestamp, or as observed here, whichever is longer. Otherwise an owner with a
    /// fast clock would keep its shard for that much longer after it died.
    /// </summary>
    private TimeSpan SilenceOf(OwnerRow found, DateTimeOffset now)
    {
        if (found != _other)
        {
            _other = found;
            _otherSince = _time.GetTimestamp();
        }

        var seen = _time.GetElapsedTime(_otherSince);
        var told = now - found.LastTick;
        return told > seen ? told : seen;
    }

    /// <returns>When the first remaining alarm is due.</returns>
    private async Task<DateTimeOffset> RingAsync(ShardTick tick)
    {
        for (var pages = 0; pages < PagesPerTick; pages++)
        {
            var page = await tick.ReadAsync(
                RowQuery.Prefix(tick.Partition, AlarmKey.Prefix) with { Limit = pages == 0 ? 1 + AlarmsPerPage : AlarmsPerPage });
            var due = page.Rows.TakeWhile(row => AlarmKey.TimeOf(row.Key) <= tick.Now + EarlyFor(row.Key)).ToList();
            foreach (var kind in due.GroupBy(row => AlarmKey.KindOf(row.Key) ?? ""))
            {
                await RingOrSpareAsync(tick, kind.Key, [.. kind]);
            }

            if (due.Count < page.Rows.Count || page.Rows.Count == 0)
            {
                var next = due.Count < page.Rows.Count ? AlarmKey.TimeOf(page.Rows[due.Count].Key) : DateTimeOffset.MaxValue;

                // The page was read before the handlers set alarms for their next steps.
                next = tick.EarliestAlarm < next ? tick.EarliestAlarm : next;
                return next < tick.Now + LongestSleep ? next : tick.Now + LongestSleep;
            }
        }

        return tick.Now;
    }

    private TimeSpan EarlyFor(string key) => _handlers.Of(AlarmKey.KindOf(key))?.Early ?? TimeSpan.Zero;

    private async Task<bool> WorkAsync(ShardTick tick)
    {
        var left = false;
        foreach (var work in _work)
        {
            left |= await work.RunAsync(tick);
        }

        return left;
    }

    private async Task RingOrSpareAsync(ShardTick tick, string kind, List<Row> alarms)
    {
        if (tick.Owner.SparesUntil is { } until && until > tick.Now && _handlers.Of(kind) is { WaitsForLife: true } handler)
        {
            if (await AlarmMove.AllAsync(tick, alarms, until, handler) is var moved and > 0)
            {
                _logger.AlarmsSpared(_shard, moved, kind, Timestamp.Format(until));
            }
        }
        else
        {
            await RingAsync(tick, kind, alarms);
        }
    }

    private async Task RingAsync(ShardTick tick, string kind, List<Row> alarms)
    {
        try
        {
            var handler = _handlers.Of(kind) ?? throw new InvalidOperationException($"this version knows no alarm of kind '{kind}'");
            await handler.RingAsync(tick, alarms);
        }
        catch (Exception error) when (error is not (DeposedException or StorageException))
        {
            if (alarms.Count > 1)
            {
                // One bad alarm must not affect the others.
                foreach (var alarm in alarms)
                {
                    await RingAsync(tick, kind, [alarm]);
                }

                return;
            }

            _logger.AlarmPushed(error, _shard, alarms[0].Key);
            await PushAsync(tick, kind, alarms[0]);
        }
    }

    /// <summary>Postpones an alarm that cannot be handled, so that it does not block the others.</summary>
    private async Task PushAsync(ShardTick tick, string kind, Row alarm)
    {
        var key = AlarmKey.Read(alarm.Key) with { At = tick.Now + Push, Kind = kind.Length == 0 ? "odd" : kind };
        var owner = _handlers.Of(kind)?.OwnerOf(alarm);
        var outcome = await AlarmMove.TryAsync(tick, alarm, key, owner);
        if (!outcome.Succeeded && owner is not null && outcome.FailedKey == owner.Value.Key)
        {
            await AlarmMove.TryAsync(tick, alarm, key, null);
        }
    }
}
