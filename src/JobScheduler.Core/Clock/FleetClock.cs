using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Clock;

/// <summary>The clocks of all shards.</summary>
public sealed partial class FleetClock
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    private readonly ShardClock[] _clocks;
    private readonly QueueSignals _signals;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public FleetClock(
        ShardMap map, ShardWriter writer, IStorage storage, IEnumerable<IAlarmHandler> handlers, Admission admission, NodeIdentity node, ClockOptions options, QueueSignals signals, TimeProvider time, ILogger<FleetClock> logger)
    {
        var all = handlers.ToArray();
        _clocks = [.. Enumerable.Range(0, map.Count).Select(shard => new ShardClock(shard, writer, storage.Tables, all, admission, node, options, time, logger))];
        _signals = signals;
        _time = time;
        _logger = logger;
    }

    /// <summary>When all shards were last ticked without an error; for health.</summary>
    public DateTimeOffset LastTick { get; private set; }

    /// <summary>Ticks all shards, each for itself: a failing one does not hold up the others.</summary>
    /// <returns>When to tick next, at the latest.</returns>
    public async Task<DateTimeOffset> TickAsync()
    {
        var now = _time.GetUtcNow();
        var next = await Task.WhenAll(_clocks.Select((clock, shard) => TickAsync(clock, shard)));
        if (!next.Contains(null))
        {
            LastTick = now;
        }

        return next.Min(time => time ?? now + AfterFailure);
    }

    /// <summary>Ticks until it is told to stop; sleeps between ticks until the next alarm, or a signal of this process.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var next = await TickAsync();
            try
            {
                var sleep = next - _time.GetUtcNow();
                await _signals.Clock.WaitAsync(sleep < ShardClock.LongestSleep ? sleep : ShardClock.LongestSleep, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<DateTimeOffset?> TickAsync(ShardClock clock, int shard)
    {
        try
        {
            return await clock.TickAsync();
        }
        catch (Exception error)
        {
            LogFailed(_logger, error, shard);
            return null;
        }
    }

    [LoggerMessage(1241, LogLevel.Error, "The clock of shard {Shard} failed; it ticks again")]
    private static partial void LogFailed(ILogger logger, Exception error, int shard);
}
