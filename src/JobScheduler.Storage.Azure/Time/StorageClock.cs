namespace JobScheduler.Storage.Azure;

/// <summary>
/// The storage account's time: the machine's, moved by what the account's answers say. All processes on one account so agree to about a
/// second, whatever their machines believe. Timers and timestamps are the machine's.
/// </summary>
/// <remarks>
/// An answer's date is cut to the second, and it was set somewhere between sending and receiving. So each answer only bounds the offset,
/// and the offset stays as it is while it is within the bounds: with exact machines it is zero for ever.
/// </remarks>
public sealed class StorageClock(TimeProvider inner) : TimeProvider
{
    private static readonly long DateResolution = TimeSpan.TicksPerSecond;

    private long _offset;

    /// <summary>How far the account's time is ahead of the machine's.</summary>
    public TimeSpan Offset => new(Interlocked.Read(ref _offset));

    public override TimeZoneInfo LocalTimeZone => inner.LocalTimeZone;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Offset;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes an answer's date into account.</summary>
    /// <param name="date">The date, cut to the second.</param>
    /// <param name="sent">The machine's timestamp before the request was sent.</param>
    internal void Observe(DateTimeOffset date, long sent)
    {
        // From the timestamp, because the machine's clock may have been set while the request was under way.
        var took = inner.GetElapsedTime(sent).Ticks;
        var received = inner.GetUtcNow().UtcTicks;
        var least = date.UtcTicks - received;
        var most = date.UtcTicks + DateResolution - (received - took);
        long before;
        long after;
        do
        {
            before = Interlocked.Read(ref _offset);
            after = long.Clamp(before, least, most);
        }
        while (after != before && Interlocked.CompareExchange(ref _offset, after, before) != before);
    }
}
