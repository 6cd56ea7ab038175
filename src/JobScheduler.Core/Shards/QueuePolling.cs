using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>How the queues of runs are polled, in a host that does it in place of the pumps.</summary>
/// <param name="Interval">
/// How long a visible message may wait to be found. Zero, the default: not worth mentioning, because the pumps are signalled and poll
/// twice a second.
/// </param>
public sealed record QueuePolling(TimeSpan Interval)
{
    /// <summary>What visible messages take to become work, beside being found.</summary>
    private static readonly TimeSpan Overhead = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether a message that is sent when it is due would be found too late.</summary>
    public bool IsSlow => Interval > TimeSpan.Zero;

    /// <summary>
    /// How long a message that is due later stays invisible: never so long that it is found late. Queues know whole seconds only; the
    /// executor waits for the exact instant in memory. At most what a queue takes: after a clock was set back, what was due soon may be
    /// due in years. Then the executor sends the message again.
    /// </summary>
    public TimeSpan DelayOf(TimeSpan untilDue)
    {
        var seconds = IsSlow ? Math.Floor((untilDue - Interval - Overhead).TotalSeconds) : Math.Floor(untilDue.TotalSeconds) - 1;
        return seconds <= 0 ? TimeSpan.Zero
            : seconds >= StorageLimits.MessageDelay.TotalSeconds ? StorageLimits.MessageDelay
            : TimeSpan.FromSeconds(seconds);
    }
}
