using JobScheduler.Clock;
using JobScheduler.Execution;

namespace JobScheduler.Standalone.Loops;

/// <summary>
/// Runs the clock and the pumps. They begin when the server listens, so that a taken port leaves nothing half done, and have ended
/// before it stops listening, so that running work can still report.
/// </summary>
internal sealed partial class LoopHost(
    FleetClock clock, QueuePumps pumps, ExecutionOptions options, TimeProvider time, ILogger<LoopHost> logger) : IHostedLifecycleService, IDisposable
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
        LogStopping(logger, Duration.Format(options.GracePeriod));
        await _stopPumps.CancelAsync();
        await _pumping;
        await _stopClock.CancelAsync();
        await _ticking;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        LogStopped(logger);
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

    [LoggerMessage(5011, LogLevel.Information, "Stopping: nothing new is begun; running work has {Grace}. Interrupt again to end at once")]
    private static partial void LogStopping(ILogger logger, string grace);

    [LoggerMessage(5012, LogLevel.Information, "Stopped")]
    private static partial void LogStopped(ILogger logger);
}
