using JobScheduler.Clock;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JobScheduler.Functions.Orchestration;

/// <summary>Complements the orchestrated clock: work that this instance starts does not wait for the clock's next turn.</summary>
/// <remarks>The container is asked late: the host makes its services before it validates options.</remarks>
internal sealed class HintedClock(IServiceProvider services) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        services.GetRequiredService<ClockHints>().RunAsync(stoppingToken);
}
