using System.ComponentModel.DataAnnotations;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>The clocks of all shards.</summary>
public sealed class FleetClock : IDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>How often a process looks at one shard that it does not tick.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait of a loop that has nothing to tick.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly ShardClock[] _clocks;
    private readonly DateTimeOffset[] _next;
    private readonly bool[] _fails;

    // When a shard has to be ticked because of what this process has done in it.
    private readonly DateTimeOffset[] _awake;
    private readonly bool _isShared;
    private readonly QueueSignals _signals;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Without a loop, a late turn and the watchdog may overlap, and the clock of a shard is not thread-safe.
    private readonly SemaphoreSlim _turn = new(1);
    private int _look;
    private int _busyLook;

    public FleetClock(
        ShardMap map,
        ShardWriter writer,
        IStorage storage,
        AlarmHandlers handlers,
        IEnumerable<ITickWork> work,
        NodeIdentity node,
        ClockOptions options,
        QueueSignals signals,
        Entropy entropy,
        TimeProvider time,
        ILogger<FleetClock> logger)
    {
        ITickWork[] works = [.. work];
        _clocks = [.. Enumerable.Range(0, map.Count)
            .Select(shard => new ShardClock(shard, writer, storage, handlers, works, node, options, entropy, time, logger))];
        _next = new DateTimeOffset[_clocks.Length];
        Array.Fill(_next, DateTimeOffset.MaxValue);
        _fails = new bool[_clocks.Length];
        _awake = new DateTimeOffset[_clocks.Length];
        Array.Fill(_awake, DateTimeOffset.MaxValue);
        _isShared = storage.IsShared;
        _signals = signals;
        _time = time;
        _logger = logger;
    }

    /// <summary>When the last tick, or look, was after which no shard was failing; for health checks.</summary>
    public DateTimeOffset LastTick { get; private set; }

    /// <summary>When the first alarm is due; the present if this process does not know, because others tick a shard.</summary>
    public DateTimeOffset NextAlarm => HasOthers ? _time.GetUtcNow() : _clocks.Min(clock => clock.NextAlarm);

    /// <summary>
    /// Where only one process can use the storage: ends the attempts that a former one has left, so that they need not wait for their
    /// leases. To be called once, before anything is executed. Never throws for storage: then the leases end in their own time.
    /// </summary>
    public async Task RingAbandonedAsync()
    {
        if (_isShared)
        {
            return;
        }

        await _turn.WaitAsync();
        try
        {
            await Task.WhenAll(_clocks.Select(RingAbandonedAsync));
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether a loop of this process ticks what it has to tick next.</summary>
    public bool IsLooping { get; private set; }

    /// <summary>
    /// A turn of the clock. Ticks all shards independently: a failing one does not delay the others. Where a loop of this process ticks
    /// what it has to, only those whose owner is overdue, and the first one that can be ticked, as a sign of the turn.
    /// </summary>
    /// <returns>When to tick next, at the latest.</returns>
    public async Task<DateTimeOffset> TickAsync()
    {
        var overdue = IsLooping ? await OverdueAsync(Others()) : [];
        await TickAsync(shard => !IsLooping || shard == 0 ? TickRole.Turn : overdue.Contains(shard) ? TickRole.Woken : null);
        for (var shard = 1; IsLooping && shard < _clocks.Length && !WasTicked(shard - 1); shard++)
        {
            var next = shard;
            await TickAsync(one => one == next ? TickRole.Turn : null);
        }

        _signals.Clock.Set();
        return _next.Min();
    }

    /// <summary>Ticks some shards, whoever ticked them before.</summary>
    public async Task TickAsync(IReadOnlyCollection<int> shards)
    {
        await TickAsync(shard => shards.Contains(shard) ? TickRole.Woken : null);
        _signals.Clock.Set();
    }

    /// <summary>Ticks all shards, then as <see cref="FollowAsync"/> does, and on time.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await TickAsync(_ => TickRole.Woken);
        await FollowAsync(stopping);
    }

    /// <summary>
    /// Ticks until it is stopped: shards that are woken in this process, those whose owner is found overdue, and from then on the same
    /// shards whenever they have to be, until another process ticks them. Sleeps until the next alarm, look or signal.
    /// </summary>
    public async Task FollowAsync(CancellationToken stopping)
    {
        IsLooping = true;
        try
        {
            var looked = _time.GetTimestamp();
            while (!stopping.IsCancellationRequested)
            {
                var sleep = Sleep();
                var look = LookEvery - _time.GetElapsedTime(looked);
                await _signals.Clock.WaitAsync(HasOthers && look < sleep ? look : sleep, stopping);
                foreach (var (shard, at) in _signals.TakeAwake())
                {
                    _awake[shard] = at < _awake[shard] ? at : _awake[shard];
                }

                IReadOnlyList<int> overdue = [];
                if (HasOthers && _time.GetElapsedTime(looked) >= LookEvery)
                {
                    looked = _time.GetTimestamp();
                    overdue = await LookAsync();
                }

                // A shard that was not woken is only read when its own time has come. A time before the last tick means that the clock was
                // set back: then all planned times are void.
                var now = _time.GetUtcNow();
                var due = now < LastTick ? DateTimeOffset.MaxValue.AddTicks(-1) : now;
                await TickAsync(shard => _awake[shard] <= now || overdue.Contains(shard) ? TickRole.Woken
                    : _next[shard] <= due ? TickRole.Next
                    : null);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
        finally
        {
            IsLooping = false;
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Whether another process ticks a shard, or none does.</summary>
    private bool HasOthers => _next.Contains(DateTimeOffset.MaxValue);

    /// <summary>Whether this process ticks the shard, and its last tick has not failed.</summary>
    private bool WasTicked(int shard) => !_fails[shard] && _next[shard] != DateTimeOffset.MaxValue;

    private TimeSpan Sleep()
    {
        var next = Enumerable.Range(0, _clocks.Length).Min(shard => _awake[shard] < _next[shard] ? _awake[shard] : _next[shard]);
        var sleep = next == DateTimeOffset.MaxValue ? Longest : next - _time.GetUtcNow();
        return sleep < Longest ? sleep : Longest;
    }

    /// <summary>
    /// Looks at one shard that another process ticks, in turn, and at one of those that were seen to be busy. Only if an owner is overdue,
    /// looks at all of them: a process that has died had many.
    /// </summary>
    /// <returns>The shards whose owners are overdue.</returns>
    private async Task<IReadOnlyList<int>> LookAsync()
    {
        var others = Others();
        if (others.Count == 0)
        {
            // A turn has ticked the last of them meanwhile.
            return [];
        }

        List<int> looks = [InTurn(others, ref _look)];
        if (others.FindAll(shard => _clocks[shard].IsBusyElsewhere) is { Count: > 0 } busy && InTurn(busy, ref _busyLook) is var one
            && one != looks[0])
        {
            looks.Add(one);
        }

        var overdue = await OverdueAsync(looks);
        if (overdue.Count == 0)
        {
            return [];
        }

        overdue.AddRange(await OverdueAsync([.. others.Except(looks)]));
        _logger.OwnersOverdue(overdue.Count);
        return overdue;
    }

    private List<int> Others() => [.. Enumerable.Range(0, _clocks.Length).Where(shard => _next[shard] == DateTimeOffset.MaxValue)];

    private static int InTurn(List<int> shards, ref int next)
    {
        var from = next;
        var shard = shards[Math.Max(0, shards.FindIndex(shard => shard >= from))];
        next = shard + 1;
        return shard;
    }

    private async Task<List<int>> OverdueAsync(IReadOnlyList<int> shards)
    {
        var are = await Task.WhenAll(shards.Select(IsOverdueAsync));
        return [.. shards.Where((_, index) => are[index])];
    }

    private async Task<bool> IsOverdueAsync(int shard)
    {
        try
        {
            var isOverdue = await _clocks[shard].IsOverdueAsync();
            _fails[shard] = false;
            LastTick = _fails.Contains(true) ? LastTick : _time.GetUtcNow();
            return isOverdue;
        }
        catch (StorageException error)
        {
            _logger.LookFailed(error, shard);
            _fails[shard] = true;
            return false;
        }
    }

    /// <summary>Ticks each shard for which there is a reason.</summary>
    private async Task TickAsync(Func<int, TickRole?> roleOf)
    {
        await _turn.WaitAsync();
        try
        {
            var now = _time.GetUtcNow();
            await Task.WhenAll(_clocks.Select((clock, shard) =>
                roleOf(shard) is { } role ? TickAsync(clock, shard, role) : Task.CompletedTask));
            if (!_fails.Contains(true))
            {
                LastTick = now;
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RingAbandonedAsync(ShardClock clock, int shard)
    {
        try
        {
            await clock.RingAbandonedAsync();
        }
        catch (Exception error)
        {
            _logger.AbandonedNotRung(error, shard);
        }
    }

    private async Task TickAsync(ShardClock clock, int shard, TickRole role)
    {
        var now = _time.GetUtcNow();
        _awake[shard] = _awake[shard] <= now ? DateTimeOffset.MaxValue : _awake[shard];
        try
        {
            _next[shard] = await clock.TickAsync(role);
            _fails[shard] = false;
        }
        catch (Exception error)
        {
            _logger.TickFailed(error, shard);
            _next[shard] = _time.GetUtcNow() + AfterFailure;
            if (role != TickRole.Next)
            {
                // Why it was ticked still holds, whoever ticks it usually.
                _awake[shard] = _next[shard];
            }

            _fails[shard] = true;
        }
    }
}

/// <summary>How the clock ticks. Configuration section <c>Clock</c>.</summary>
public sealed class ClockOptions
{
    public const string Section = "Clock";

    /// <summary>
    /// By how much an owner must be later than it has announced before another process takes over its shards. Null, the default: 5 s, or
    /// zero on a storage that only one process can use. Zero: it is not waited for.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan? TakeOverAfter { get; set; }

    /// <summary>
    /// The name under which shards are owned. Null, the default: the name of this process. Processes that take turns as one clock share a
    /// name and need not wait for each other's silence; the epoch still decides which of them may write.
    /// </summary>
    public string? Holder { get; set; }
}
