using JobScheduler.Shards;

namespace JobScheduler.Hosts.Permits;

/// <summary>How long permits for calls at once are leased. A block always outlives the leases of the attempts that use it.</summary>
public static class PermitTimes
{
    /// <summary>A block is renewed this often while it is used: two renewals may fail.</summary>
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);

    /// <summary>By this much it outlives the lease that an attempt takes at the moment of its renewal.</summary>
    public static readonly TimeSpan Beyond = TimeSpan.FromSeconds(60);

    /// <summary>By so much at least it outlives any lease: what the clocks of processes may differ by.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);

    /// <summary>Permits that were not needed for so long are given back.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    /// <summary>An attempt that is this old may take a long lease before the next renewal.</summary>
    public static readonly TimeSpan Ageing = LeaseTimes.LongRunning - TimeSpan.FromSeconds(60);

    /// <summary>The longest time ahead that a block is leased for.</summary>
    public static readonly TimeSpan LongestCover = LeaseTimes.LongLease + Beyond;

    /// <summary>For how long a block is leased.</summary>
    /// <param name="oldest">The age of the oldest attempt that uses it.</param>
    public static TimeSpan CoverFor(TimeSpan oldest) => (oldest >= Ageing ? LeaseTimes.LongLease : LeaseTimes.Lease) + Beyond;
}
