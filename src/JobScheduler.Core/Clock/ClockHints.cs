using JobScheduler.Shards;

namespace JobScheduler.Clock;

/// <summary>
/// Ticks the shards that this process has woken, if the clock itself runs elsewhere: without it, a request could wait for up to
/// <see cref="ShardClock.LongestSleep"/>. For speed only; the clock's next turn finds whatever was missed here.
/// </summary>
public sealed class ClockHints(FleetClock clock, QueueSignals signals, TimeProvider time)
{
    private static readonly TimeSpan Idle = TimeSpan.FromHours(1);

    /// <summary>Ticks on signals until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        // Alarms before the next turn of the clock itself are followed until then.
        var followed = new Dictionary<int, (DateTimeOffset Next, DateTimeOffset Until)>();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var sleep = followed.Count > 0 ? followed.Values.Min(shard => shard.Next) - time.GetUtcNow() : Idle;
                await signals.Clock.WaitAsync(sleep < Idle ? sleep : Idle, stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await TickAsync(followed);
        }
    }

    private async Task TickAsync(Dictionary<int, (DateTimeOffset Next, DateTimeOffset Until)> followed)
    {
        var now = time.GetUtcNow();
        foreach (var (shard, at) in signals.TakeAwake())
        {
            var next = followed.TryGetValue(shard, out var planned) && planned.Next < at ? planned.Next : at;
            followed[shard] = (next, now + ShardClock.LongestSleep);
        }

        List<int> due = [.. followed.Where(shard => shard.Value.Next <= now).Select(shard => shard.Key)];
        foreach (var (shard, next) in due.Count > 0 ? await clock.TickAsync(due) : new Dictionary<int, DateTimeOffset>())
        {
            var until = followed[shard].Until;
            if (next < until)
            {
                followed[shard] = (next, until);
            }
            else
            {
                followed.Remove(shard);
            }
        }
    }
}
