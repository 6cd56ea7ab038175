using JobScheduler.Api.Health;
using JobScheduler.Functions.Http;
using JobScheduler.Functions.Orchestration;
using JobScheduler.Functions.Queues;
using JobScheduler.Hosting.Handlers;
using JobScheduler.Hosting.InProcess;
using JobScheduler.Hosting.Loops;
using JobScheduler.Hosting.Starting;
using JobScheduler.Targets.Http;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Functions.Starting;

/// <summary>What this head adds to core, storage and API.</summary>
internal static class HeadRegistration
{
    public static IServiceCollection AddHead(this IServiceCollection services)
    {
        services.AddTimeForAStop();
        return services
            .AddStorageOpening()
            .AddRunLogging()
            .AddInProcessClient()
            .AddSingleton<FunctionApi>()
            .AddSingleton<IOwnAddress, SiteAddress>()
            .AddSingleton<IReadinessSign, Orchestration.ClockSign>()
            .AddHostedService<HintedClock>()
            .AddHostedService<OrderlyStop>();
    }
}
