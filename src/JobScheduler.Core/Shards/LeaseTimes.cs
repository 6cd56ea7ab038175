namespace JobScheduler.Shards;

/// <summary>Leases, and the beats that keep them alive.</summary>
public static class LeaseTimes
{
    /// <summary>The clock gives an attempt up after its executor has been silent for this long: 60 s.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>A process moves its leases this often: 20 s, so that two beats may fail.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    /// <summary>After running for this long: fewer, longer leases (180 s, moved every 60 s).</summary>
    public static readonly TimeSpan LongRunning = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan LongLease = TimeSpan.FromSeconds(180);

    public static readonly TimeSpan LongBeat = TimeSpan.FromSeconds(60);

    /// <summary>
    /// An executor whose lease was not renewed stops the attempt this long before the lease ends, by the monotonic clock: time for the
    /// target to end, so that nothing runs whose place may have been given away.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    /// <summary>How long a target has to end after it was canceled, before it is abandoned.</summary>
    public static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(5);
}
