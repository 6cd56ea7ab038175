namespace JobScheduler.Api.Http;

/// <summary>
/// Whether the heap is nearly full in spite of the <see cref="MemoryBudget"/>: attempts, handlers and the rest of a host use it too. What
/// could be collected does not count: before it says so, it has the garbage collected, once a second at most. Thread-safe.
/// </summary>
/// <param name="limit">Bytes that the heap may take.</param>
/// <param name="used">Bytes that it takes now, garbage included.</param>
/// <param name="collect">Collects the garbage.</param>
/// <param name="time">For the pauses.</param>
public sealed class HeapWatch(long limit, Func<long> used, Action collect, TimeProvider time)
{
    /// <summary>From one collection to the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long a look at the heap holds: it costs more than a request should.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(10);

    private readonly long _fresh = (long)(Fresh.TotalSeconds * time.TimestampFrequency);
    private readonly long _pause = (long)(Pause.TotalSeconds * time.TimestampFrequency);
    private long _seen;
    private long _seenAt = long.MinValue / 2;
    private long _collectedAt = long.MinValue / 2;

    /// <summary>The heap of this process.</summary>
    public static HeapWatch OfProcess(TimeProvider time) => new(
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        () => GC.GetTotalMemory(forceFullCollection: false),
        () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true),
        time);

    /// <summary>Whether a request of a room must be refused: an eighth is left, and to reports a sixteenth.</summary>
    public bool IsNearlyFull(MemoryRoom room)
    {
        var most = room == MemoryRoom.Report ? limit / 16 * 15 : limit / 8 * 7;
        var now = time.GetTimestamp();
        if (now - Interlocked.Read(ref _seenAt) >= _fresh)
        {
            Look(now);
        }

        if (Interlocked.Read(ref _seen) < most)
        {
            return false;
        }

        var collected = Interlocked.Read(ref _collectedAt);
        if (now - collected >= _pause && Interlocked.CompareExchange(ref _collectedAt, now, collected) == collected)
        {
            collect();
            Look(time.GetTimestamp());
        }

        return Interlocked.Read(ref _seen) >= most;
    }

    private void Look(long now)
    {
        Interlocked.Exchange(ref _seen, used());
        Interlocked.Exchange(ref _seenAt, now);
    }
}
