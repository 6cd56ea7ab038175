using JobScheduler.Api.Health;
using JobScheduler.Execution;
using JobScheduler.Functions.Http;
using JobScheduler.Functions.Orchestration;
using JobScheduler.Functions.Queues;
using JobScheduler.Hosting.Handlers;
using JobScheduler.Hosting.InProcess;
using JobScheduler.Hosting.Starting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace JobScheduler.Functions.Starting;

/// <summary>What this head adds to core, storage and API.</summary>
internal static class HeadRegistration
{
    /// <summary>Added to the grace period for writing what is handed back.</summary>
    private static readonly TimeSpan Writing = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddHead(this IServiceCollection services)
    {
        services.AddOptions<HostOptions>().Configure<IOptions<ExecutionOptions>>(
            (host, execution) => host.ShutdownTimeout = execution.Value.GracePeriod + Writing);
        return services
            .AddStorageOpening()
            .AddRunLogging()
            .AddInProcessClient()
            .AddSingleton<FunctionApi>()
            .AddSingleton<IReadinessSign, ClockSign>()
            .AddHostedService<HintedClock>()
            .AddHostedService<OrderlyStop>();
    }
}
