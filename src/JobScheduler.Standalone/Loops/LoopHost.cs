using JobScheduler.Api.Health;
using JobScheduler.Clock;
using JobScheduler.Execution;

namespace JobScheduler.Standalone.Loops;

/// <summary>
/// Runs the clock and the pumps. They start once the server listens, so that a port in use leaves nothing half done, and end before
/// it stops listening, so that running work can still report.
/// </summary>
internal sealed class LoopHost(
    FleetClock clock, QueuePumps pumps, ExecutionOptions options, TimeProvider time, ILogger<LoopHost> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopPumps = new();
    private readonly CancellationTokenSource _stopClock = new();
    private Task _pumping = Task.CompletedTask;
    private Task _ticking = Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _ticking = new KeptLoop("clock", clock.RunAsync, time, logger).RunAsync(_stopClock.Token);
        _pumping = new KeptLoop("executor", pumps.RunAsync, time, logger).RunAsync(_stopPumps.Token);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        LoopEvents.Stopping(logger, Duration.Format(options.GracePeriod));
        await _stopPumps.CancelAsync();
        await _pumping;
        await _stopClock.CancelAsync();
        await _ticking;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        LoopEvents.Stopped(logger);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopPumps.Dispose();
        _stopClock.Dispose();
    }
}

/// <summary>The background work of the process.</summary>
internal static class LoopRegistration
{
    public static IServiceCollection AddLoops(this IServiceCollection services) => services
        .AddSingleton<IReadinessSign, ClockSign>()
        .AddHostedService<LoopHost>()
        .Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
}

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
