using JobScheduler.Shards;

namespace JobScheduler.Clock;

/// <summary>Judges from outside whether the owner of one shard's clock is overdue.</summary>
internal sealed class OwnerWatch(TimeProvider time)
{
    /// <summary>An owner that is later than announced by more than this is taken for dead. If it is only slow, that is safe.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private OwnerRow? _seen;
    private long _since;

    /// <summary>The sleep that the owner had announced when it was last seen; null: it was never seen.</summary>
    public TimeSpan? LastSleep => _seen?.NextTick - _seen?.LastTick;

    /// <summary>
    /// How much later the owner is than it has announced: by the times in its row, or as observed here, whichever is more. Otherwise an
    /// owner with a fast clock would keep its shard for that much longer after it died.
    /// </summary>
    public TimeSpan OverdueBy(OwnerRow found, DateTimeOffset now)
    {
        if (found != _seen)
        {
            _seen = found;
            _since = time.GetTimestamp();
        }

        var seen = time.GetElapsedTime(_since) - (found.NextTick - found.LastTick);
        var told = now - found.NextTick;
        return told > seen ? told : seen;
    }
}
