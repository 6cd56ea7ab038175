using JobScheduler.Api.Health;
using JobScheduler.Clock;
using JobScheduler.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Hosting.Loops;

/// <summary>
/// Runs the clock and the pumps. They start once the server listens, so that a port in use leaves nothing half done, and end before
/// it stops listening, so that running work can still report.
/// </summary>
/// <remarks>
/// The container is asked only at the start: the host makes its services before it validates options, and the first one made would report
/// only its own faults.
/// </remarks>
internal sealed class LoopHost(IServiceProvider services, TimeProvider time, ILogger<LoopHost> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopPumps = new();
    private readonly CancellationTokenSource _stopClock = new();
    private Task _pumping = Task.CompletedTask;
    private Task _ticking = Task.CompletedTask;
    private bool _started;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var clock = services.GetRequiredService<FleetClock>();
        var pumps = services.GetRequiredService<QueuePumps>();
        _started = true;
        var free = clock.RingAbandonedAsync();
        _ticking = new KeptLoop("clock", clock.RunAsync, time, logger).RunAsync(_stopClock.Token);
        _pumping = PumpAsync(free, pumps);
        return Task.CompletedTask;
    }

    /// <summary>Executes once the attempts of a former process have ended: until then its leases cannot be told from new ones.</summary>
    private async Task PumpAsync(Task free, QueuePumps pumps)
    {
        await free;
        await new KeptLoop("executor", pumps.RunAsync, time, logger).RunAsync(_stopPumps.Token);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (!_started)
        {
            return;
        }

        var leases = services.GetRequiredService<LeaseKeeper>();
        var grace = services.GetRequiredService<ExecutionOptions>().GracePeriod;
        var notice = services.GetRequiredService<StopNotice>();
        var report = new StopReport(() => leases.Running, notice.Hurried, grace, time, logger);
        report.Begin();
        await _stopPumps.CancelAsync();
        try
        {
            await report.UntilAsync(_pumping).WaitAsync(cancellationToken);
            await _stopClock.CancelAsync();
            await _ticking.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The host's own time is over. What runs keeps its lease until that expires; then another process, or the next start, goes on.
            LoopEvents.CutShort(logger, leases.Running.Count);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_started)
        {
            LoopEvents.Stopped(logger);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // A host that is disposed of without a stop, because another part of it failed to start, must not leave the loops running.
        _stopPumps.Cancel();
        _stopClock.Cancel();
        _stopPumps.Dispose();
        _stopClock.Dispose();
    }
}

/// <summary>The background work of the process.</summary>
internal static class LoopRegistration
{
    public static IServiceCollection AddLoops(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IReadinessSign, ClockSign>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, LoopHost>());
        return services.AddTimeForAStop();
    }
}
