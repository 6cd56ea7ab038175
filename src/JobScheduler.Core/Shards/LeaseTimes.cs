namespace JobScheduler.Shards;

/// <summary>Leases and the signs of life that keep them.</summary>
public static class LeaseTimes
{
    /// <summary>The clock gives an attempt up when its executor was silent for so long: 60 s.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    /// <summary>A process moves its leases this often: 20 s, so that two beats may fail.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(20);

    /// <summary>After this time of running: fewer, longer leases (180 s, moved each 60 s).</summary>
    public static readonly TimeSpan LongRunning = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan LongLease = TimeSpan.FromSeconds(180);

    public static readonly TimeSpan LongBeat = TimeSpan.FromSeconds(60);

    /// <summary>How long a target has to end after it was cancelled, before it is left to itself.</summary>
    public static readonly TimeSpan CancelGrace = TimeSpan.FromSeconds(5);
}
