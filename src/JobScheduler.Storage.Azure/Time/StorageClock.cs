using Azure.Core;
using Azure.Core.Pipeline;

namespace JobScheduler.Storage.Azure;

/// <summary>
/// The storage account's time: the machine's, adjusted by the dates of the account's responses. All processes on one account thus agree to
/// about a second, whatever their own clocks say. Timers and timestamps are the machine's.
/// </summary>
/// <remarks>
/// A response's date is truncated to the second, and was set at some time between sending and receiving. So each response only bounds
/// the offset, which is kept while it is within the bounds: with accurate clocks it stays zero.
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

    /// <summary>Takes the date of a response into account.</summary>
    /// <param name="date">The date, truncated to the second.</param>
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

/// <summary>Passes the date of every response to the clock.</summary>
internal sealed class ClockPolicy(StorageClock clock) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var sent = clock.GetTimestamp();
        ProcessNext(message, pipeline);
        Observe(message, sent);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var sent = clock.GetTimestamp();
        await ProcessNextAsync(message, pipeline);
        Observe(message, sent);
    }

    private void Observe(HttpMessage message, long sent)
    {
        if (message.HasResponse && message.Response.Headers.Date is { } date)
        {
            clock.Observe(date, sent);
        }
    }
}
