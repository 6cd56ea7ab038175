using JobScheduler.Hosts.Circuits;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Hosts;

/// <summary>Composes target hosts: definitions, circuits, permits.</summary>
internal static class HostRegistration
{
    public static IServiceCollection AddHosts(this IServiceCollection services) => services
        .AddSectionValue<HostOptions>(HostOptions.Section)
        .AddRecords<HostRecord, HostRow>()
        .AddSingleton<HostTroubles>()
        .AddSingleton<HostGate>()
        .AddSingleton<HostCatalog>()
        .AddSingleton<HostLists>()
        .AddSingleton<HostPace>()
        .AddSingleton<IAlarmHandler, HostUpkeep>();
}
