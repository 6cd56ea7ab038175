namespace JobScheduler.Hosts.Permits;

/// <summary>
/// A token bucket whose tokens are leased in blocks that are good for a short window. Calls that start in an interval come from blocks that
/// were leased in it or up to a window before; so the bucket is smaller than the burst by what flows in during a window, and in any
/// interval of length T at most rate·T + burst calls start. Clocks that differ by s add rate·s. Pure.
/// </summary>
/// <param name="PerSecond">Calls per second.</param>
/// <param name="Burst">Calls at once after a quiet time; at least one more than flow in during <see cref="LeastWindow"/>.</param>
public readonly record struct RatePlan(double PerSecond, double Burst)
{
    /// <summary>A commit and a claim have to fit in.</summary>
    public static readonly TimeSpan LeastWindow = TimeSpan.FromMilliseconds(200);

    public static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(2);

    // What rounding may take away.
    private const double Grain = 1e-6;

    public static RatePlan Of(Rate rate, int? burst)
    {
        var perSecond = rate.PerSecond;
        return new RatePlan(perSecond, Math.Max(burst ?? perSecond, 1 + perSecond * LeastWindow.TotalSeconds));
    }

    /// <summary>For how long a block is good, by the monotonic clock of its process.</summary>
    public TimeSpan Window => TimeSpan.FromSeconds(Math.Clamp(
        Math.Min(Burst / 2, Burst - 1) / PerSecond, LeastWindow.TotalSeconds, LongestWindow.TotalSeconds));

    /// <summary>The size of the bucket.</summary>
    public double Capacity => Math.Max(1, Burst - PerSecond * Window.TotalSeconds);

    /// <summary>How many may be leased now.</summary>
    /// <param name="spent">The time at which the bucket is full again.</param>
    /// <param name="now">The time.</param>
    public int Available(DateTimeOffset spent, DateTimeOffset now) => (int)Math.Min(Capacity - Debt(spent, now) + Grain, 100_000);

    /// <summary>The time at which the bucket is full again after so many were leased.</summary>
    public DateTimeOffset Spend(DateTimeOffset spent, DateTimeOffset now, int count) =>
        now + TimeSpan.FromTicks((long)Math.Ceiling((Debt(spent, now) + count) / PerSecond * TimeSpan.TicksPerSecond));

    /// <summary>When at least one can be leased; later by what the rounding of the time spent may have added.</summary>
    public DateTimeOffset NextAt(DateTimeOffset spent, DateTimeOffset now) =>
        now + TimeSpan.FromTicks(2 + (long)Math.Ceiling(
            Math.Max(0, 1 - (Capacity - Debt(spent, now))) / PerSecond * TimeSpan.TicksPerSecond));

    /// <summary>Never more than the bucket holds: a clock that was fast, or a rate that was lower, would stop all for long.</summary>
    private double Debt(DateTimeOffset spent, DateTimeOffset now) => Math.Clamp((spent - now).TotalSeconds * PerSecond, 0, Capacity);
}
