using JobScheduler.Api.Health;
using JobScheduler.Clock;
using Microsoft.Extensions.Hosting;

namespace JobScheduler.Hosting.Loops;

/// <summary>Not ready while the clock is stalled or the process is stopping.</summary>
internal sealed class ClockSign(FleetClock clock, TimeProvider time, IHostApplicationLifetime lifetime) : IReadinessSign
{
    /// <summary>Three times the longest sleep of the clock.</summary>
    private static readonly TimeSpan Patience = 3 * ShardClock.LongestSleep;

    public Task<string?> WhatIsMissingAsync(CancellationToken cancellation) => Task.FromResult(
        lifetime.ApplicationStopping.IsCancellationRequested ? "the process is stopping"
        : clock.LastTick == default ? "the clock has not ticked yet"
        : time.GetUtcNow() - clock.LastTick > Patience ? $"the clock last ticked at {Timestamp.Format(clock.LastTick)}"
        : null);
}
