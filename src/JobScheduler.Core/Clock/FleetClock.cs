using System.ComponentModel.DataAnnotations;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>The clocks of all shards.</summary>
public sealed class FleetClock : IDisposable
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private readonly ShardClock[] _clocks;
    private readonly DateTimeOffset[] _next;
    private readonly bool[] _fails;
    private readonly bool _isShared;
    private readonly QueueSignals _signals;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Without a loop, a late turn and the watchdog may overlap, and the clock of a shard is not thread-safe.
    private readonly SemaphoreSlim _turn = new(1);

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
        _fails = new bool[_clocks.Length];
        _isShared = storage.IsShared;
        _signals = signals;
        _time = time;
        _logger = logger;
    }

    /// <summary>When the last tick was after which no shard was failing; for health checks.</summary>
    public DateTimeOffset LastTick { get; private set; }

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

    /// <summary>Ticks all shards independently: a failing one does not delay the others.</summary>
    /// <returns>When to tick next, at the latest.</returns>
    public Task<DateTimeOffset> TickAsync() => TickAsync(DateTimeOffset.MaxValue, []);

    /// <summary>Ticks some shards.</summary>
    /// <returns>When to tick each of them next, at the latest.</returns>
    public async Task<IReadOnlyDictionary<int, DateTimeOffset>> TickAsync(IReadOnlyCollection<int> shards)
    {
        await TickAsync(null, shards);
        return shards.Distinct().ToDictionary(shard => shard, shard => _next[shard]);
    }

    /// <summary>Ticks until it is stopped; sleeps between ticks until the next alarm, or a signal of this process.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var next = await TickAsync();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var sleep = next - _time.GetUtcNow();
                await _signals.Clock.WaitAsync(sleep < ShardClock.LongestSleep ? sleep : ShardClock.LongestSleep, stopping);

                foreach (var (shard, at) in _signals.TakeAwake())
                {
                    _next[shard] = at < _next[shard] ? at : _next[shard];
                }

                // A shard is only read when its own time has come. A time before the last tick means that the clock was set back: then all
                // planned times are void.
                var now = _time.GetUtcNow();
                next = await TickAsync(now < LastTick ? DateTimeOffset.MaxValue : now, []);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose() => _turn.Dispose();

    /// <summary>Ticks the shards that are due by then, and those that were woken.</summary>
    private async Task<DateTimeOffset> TickAsync(DateTimeOffset? due, IReadOnlyCollection<int> awake)
    {
        await _turn.WaitAsync();
        try
        {
            var now = _time.GetUtcNow();
            await Task.WhenAll(_clocks.Select((clock, shard) =>
                _next[shard] <= due || awake.Contains(shard) ? TickAsync(clock, shard) : Task.CompletedTask));
            if (!_fails.Contains(true))
            {
                LastTick = now;
            }

            return _next.Min();
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

    private async Task TickAsync(ShardClock clock, int shard)
    {
        try
        {
            _next[shard] = await clock.TickAsync();
            _fails[shard] = false;
        }
        catch (Exception error)
        {
            _logger.TickFailed(error, shard);
            _next[shard] = _time.GetUtcNow() + AfterFailure;
            _fails[shard] = true;
        }
    }
}

/// <summary>How the clock ticks. Configuration section <c>Clock</c>.</summary>
public sealed class ClockOptions
{
    public const string Section = "Clock";

    /// <summary>
    /// How long an owner must have been silent before another process takes over its shards. Null, the default: 60 s, or zero on a
    /// storage that only one process can use.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan? TakeOverAfter { get; set; }

    /// <summary>
    /// The name under which shards are owned. Null, the default: the name of this process. Processes that take turns as one clock share a
    /// name and need not wait for each other's silence; the epoch still decides which of them may write.
    /// </summary>
    public string? Holder { get; set; }
}
