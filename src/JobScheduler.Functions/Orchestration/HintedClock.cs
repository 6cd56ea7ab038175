using JobScheduler.Clock;
using Microsoft.Extensions.Hosting;

namespace JobScheduler.Functions.Orchestration;

/// <summary>Complements the orchestrated clock: work that this instance starts does not wait for the clock's next turn.</summary>
internal sealed class HintedClock(ClockHints hints) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => hints.RunAsync(stoppingToken);
}
