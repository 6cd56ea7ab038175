using JobScheduler.Jobs;
using JobScheduler.Shards.Records;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Gates;

/// <summary>Composes gates.</summary>
internal static class GateRegistration
{
    public static IServiceCollection AddGates(this IServiceCollection services) => services
        .AddRecords<GroupRecord, GroupRow>()
        .AddSingleton<GroupCatalog>()
        .AddSingleton<IDefinitionCheck>(provider => provider.GetRequiredService<GroupCatalog>())
        .AddSingleton<IJobWritten, LimitWriter>();
}
