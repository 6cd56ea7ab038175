using JobScheduler.Execution;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace JobScheduler.Functions.Queues;

/// <summary>
/// On a stop or scale-in: nothing more is claimed, running work may finish within the grace period, the rest is handed back. It starts
/// before any other part of the process stops, so that outcomes can still be written.
/// </summary>
internal sealed class OrderlyStop(IServiceProvider services) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        services.GetRequiredService<TriggeredMessages>().StopAsync();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
