namespace JobScheduler.Clock;

/// <summary>
/// A turn of the clock, as an activity: ticks, and keeps ticking while the next tick is near. A step of an orchestration costs about 18
/// storage calls, a tick three per shard: a busy clock must not pay the former every second. Where a loop of this process ticks what is
/// due before the next turn (<see cref="ClockHints"/>), one tick is enough.
/// </summary>
public sealed class ClockTurn(FleetClock clock, TimeProvider time)
{
    /// <summary>Shorter sleeps are waited for inside the turn.</summary>
    public static readonly TimeSpan Near = TimeSpan.FromSeconds(2);

    /// <summary>After this time the turn ends in any case: an activity that never ends cannot be told from one that hangs.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The longest sleep where a loop ticks meanwhile: a turn costs about 45 storage calls, most of them polls.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(60);

    /// <returns>How long to sleep until the next turn, at most <see cref="LongestSleep"/>.</returns>
    public async Task<TimeSpan> RunAsync(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var next = await clock.TickAsync();
            if (clock.IsLooping)
            {
                // Only if no instance lived any more, the next turn would have to be on time.
                var alarm = clock.NextAlarm - time.GetUtcNow();
                return alarm < ShardClock.LongestSleep ? ShardClock.LongestSleep : alarm < LongestSleep ? alarm : LongestSleep;
            }

            var sleep = next == DateTimeOffset.MaxValue ? ShardClock.LongestSleep : next - time.GetUtcNow();
            sleep = sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep < ShardClock.LongestSleep ? sleep : ShardClock.LongestSleep;
            if (sleep >= Near || time.GetElapsedTime(began) + sleep >= Longest || stopping.IsCancellationRequested)
            {
                return sleep;
            }

            // A timer may be early by its resolution: without the extra millisecond a tick would find its alarm not yet due, and spin.
            await Task.Delay(sleep + TimeSpan.FromMilliseconds(1), time, CancellationToken.None);
        }
    }
}
