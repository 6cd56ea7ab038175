using JobScheduler.Api.Health;
using JobScheduler.Clock;

namespace JobScheduler.Standalone.Loops;

/// <summary>Not ready while the clock stands still, or when the process is about to end.</summary>
internal sealed class ClockSign(FleetClock clock, TimeProvider time, IHostApplicationLifetime lifetime) : IReadinessSign
{
    /// <summary>Three times the longest sleep of the clock.</summary>
    private static readonly TimeSpan Patience = 3 * ShardClock.LongestSleep;

    public Task<string?> WhatIsMissingAsync(CancellationToken cancellation) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? "the process is stopping"
        : clock.LastTick == default ? "the clock has not ticked yet"
        : time.GetUtcNow() - clock.LastTick > Patience ? $"the clock has last ticked {Timestamp.Format(clock.LastTick)}"
        : null);
}
