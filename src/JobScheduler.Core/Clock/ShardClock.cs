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

    private static readonly TimeSpan WhileWaiting = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);

    /// <summary>By this much an announced tick may be wrong; a correction is a commit.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly int _shard;
    private readonly ShardWriter _writer;
    private readonly ITableStore _tables;
    private readonly AlarmHandlers _handlers;
    private readonly ITickWork[] _work;
    private readonly string _holder;
    private readonly TimeSpan _patience;
    private readonly bool _isShared;
    private readonly OwnerWatch _watch;
    private readonly AlarmRinger _ringer;
    private readonly Entropy _entropy;
    private readonly TimeProvider _time;
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private readonly ILogger _logger;
    private OwnerRow? _owner;
    private string? _etag;
    private bool _isDeposed;
    private bool _isAtWork;
    private bool _asksAgain;

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
        _isShared = storage.IsShared;
        _patience = options.TakeOverAfter ?? (_isShared ? OwnerWatch.Patience : TimeSpan.Zero);
        _watch = new OwnerWatch(time);
        _handlers = handlers;
        _ringer = new AlarmRinger(handlers, time, logger);
        _work = work;
        _holder = options.Holder ?? node.Id;
        _entropy = entropy;
        _time = time;
        _logger = logger;
    }

    /// <summary>
    /// Ticks once, for a bounded number of alarms. Does nothing if another process owns the shard and is not overdue.
    /// </summary>
    /// <param name="role">Why it is ticked.</param>
    /// <returns>When to tick next, at the latest; <see cref="DateTimeOffset.MaxValue"/> if another process does.</returns>
    /// <exception cref="StorageException">Storage fails; a later tick does what was not done.</exception>
    public async Task<DateTimeOffset> TickAsync(TickRole role)
    {
        var now = Timestamp.Cut(_time.GetUtcNow());
        for (var again = true; ; again = false)
        {
            if (role == TickRole.Next && _isDeposed && !_asksAgain)
            {
                // Another process of the same name has ticked it since, and goes on.
                return DateTimeOffset.MaxValue;
            }

            if (await OwnAsync(now, role) is { } next)
            {
                return next;
            }

            if (await TryTickAsync(now, role) is { } after)
            {
                return after;
            }

            // Another process of the same name may have ticked in between: then this one may still tick the shard.
            _isDeposed = true;
            if ((await ReadOwnerAsync())?.Holder != _holder)
            {
                _logger.ClockLost(_shard);
                return DateTimeOffset.MaxValue;
            }

            if (!again)
            {
                return now + WhileWaiting;
            }
        }
    }

    /// <summary>When the first alarm was due after the last tick of this process; if there is none, the latest possible time.</summary>
    public DateTimeOffset NextAlarm => _ringer.NextAlarm;

    /// <summary>Whether the shard's owner, another process, was last seen to tick it more often than an idle one.</summary>
    public bool IsBusyElsewhere => _watch.LastSleep < LongestSleep / 2;

    /// <summary>Looks whether the owner of the shard is overdue, so that another process has to tick it. One read.</summary>
    /// <exception cref="StorageException">Storage does not respond.</exception>
    public async Task<bool> IsOverdueAsync() =>
        await ReadOwnerAsync() is not { } owner || _watch.OverdueBy(owner, _time.GetUtcNow()) > _patience;

    /// <returns>When to tick next; null if another process owns the shard.</returns>
    private async Task<DateTimeOffset?> TryTickAsync(DateTimeOffset now, TickRole role)
    {
        var isTurn = role == TickRole.Turn;
        var tick = Tick(now, isTurn);
        try
        {
            if (IsBehind(tick.Owner.LastTick, now))
            {
                await tick.CommitAsync(draft => draft.Insert(Rewind(now), []));
            }

            var next = await _ringer.RingDueAsync(tick);
            tick.Foreseen = _isAtWork ? Sooner(next, now) : next;
            _isAtWork = await WorkAsync(tick) || _watched.Count > 0;
            next = _isAtWork ? Sooner(next, now) : next;
            tick.Foreseen = next;
            if ((!tick.HasWritten && (now - tick.Owner.LastTick).Duration() >= SignOfLife)
                || (_isShared && (tick.Owner.NextTick - next).Duration() > Tolerance)
                || (isTurn && !(now - tick.Owner.LastTurn < SignOfLife)))
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

    private static DateTimeOffset Sooner(DateTimeOffset next, DateTimeOffset now) => now + WhileWaiting < next ? now + WhileWaiting : next;

    /// <summary>
    /// Rings the alarms that a process has left that is gone for certain, because this one has the storage for itself. To be called before
    /// anything is executed.
    /// </summary>
    /// <exception cref="StorageException">Storage fails; they ring when their time has come.</exception>
    public async Task RingAbandonedAsync()
    {
        var now = Timestamp.Cut(_time.GetUtcNow());
        if (await OwnAsync(now, TickRole.Woken) is not null)
        {
            return;
        }

        var tick = Tick(now, isTurn: false);
        try
        {
            await _ringer.RingAbandonedAsync(tick);
            (_owner, _etag) = (tick.Owner, tick.OwnerETag);
        }
        catch
        {
            _owner = null;
            throw;
        }
    }

    private ShardTick Tick(DateTimeOffset now, bool isTurn) =>
        new(_shard, _owner!.At(now), _etag, now, _watched, _writer, _tables) { IsTurn = isTurn };

    /// <returns>Null if this process owns the shard; otherwise when to try again.</returns>
    private async Task<DateTimeOffset?> OwnAsync(DateTimeOffset now, TickRole role)
    {
        if (_owner is not null)
        {
            return null;
        }

        var partition = ShardMap.Partition(_shard);
        var row = await _tables.GetAsync(partition, Keys.Owner, CancellationToken.None);
        var found = row is null ? null : OwnerRow.Read(row);
        if (found is not null && found.Holder != _holder && _patience > TimeSpan.Zero && _watch.OverdueBy(found, now) <= _patience)
        {
            // Woken here, perhaps for an alarm of which the owner does not know.
            var asks = role == TickRole.Woken || _asksAgain;
            _asksAgain = false;
            if (!asks || found.NextTick - now <= WhileWaiting || !await _ringer.HasDueAsync(_tables, partition, now))
            {
                return DateTimeOffset.MaxValue;
            }

            // It has ticked just now, and may be about to ring it. If it is not, its shard is taken: two that take it from each other in
            // turn both get on, because each keeps it for a second at least.
            if (now - found.LastTick is var since && since >= TimeSpan.Zero && since < WhileWaiting)
            {
                _asksAgain = true;
                return now + WhileWaiting;
            }
        }

        var mine = new OwnerRow(
            _holder,
            _entropy.NextName(),
            (found?.Epoch ?? 0) + 1,
            (found?.Sequence ?? 0) + 1,
            now,
            found?.NextTenant ?? "",
            now,
            found?.LastTurn,
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
            return now + WhileWaiting;
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
                return now + WhileWaiting;
            }

            _etag = row.ETag;
        }

        // Whatever others have written since is found when its alarms ring.
        _watched.Clear();
        _logger.ClockOwned(_shard, mine.Epoch);
        _owner = mine;
        _isDeposed = false;
        return null;
    }

    /// <summary>Whether time is so far behind the last tick that future fires may already have been handled.</summary>
    private static bool IsBehind(DateTimeOffset lastTick, DateTimeOffset now) => lastTick - now > RewindAlarms.Slack;

    private string Rewind(DateTimeOffset now) => new AlarmKey(now, RewindAlarms.KindName, _entropy.NextName());

    private async Task<OwnerRow?> ReadOwnerAsync() =>
        await _tables.GetAsync(ShardMap.Partition(_shard), Keys.Owner, CancellationToken.None) is { } row ? OwnerRow.Read(row) : null;

    private async Task<bool> WorkAsync(ShardTick tick)
    {
        var left = false;
        foreach (var work in _work)
        {
            left |= await work.RunAsync(tick);
        }

        return left;
    }

}

/// <summary>Why a shard is ticked.</summary>
public enum TickRole
{
    /// <summary>It was woken, or its owner is overdue: whoever ticked it before, this process does now.</summary>
    Woken,

    /// <summary>The tick that this process has announced, unless another one of its name has ticked the shard since.</summary>
    Next,

    /// <summary>A turn of the orchestrated clock.</summary>
    Turn,
}
