using JobScheduler.Clock;
using JobScheduler.Hosting.Loops;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace JobScheduler.Functions.Orchestration;

/// <summary>Complements the orchestrated clock: work that this instance starts does not wait for the clock's next turn.</summary>
/// <remarks>The container is asked late: the host makes its services before it validates options.</remarks>
internal sealed class HintedClock(IServiceProvider services, TimeProvider time, ILogger<HintedClock> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new KeptLoop("clock", services.GetRequiredService<ClockHints>().RunAsync, time, logger).RunAsync(stoppingToken);
}
