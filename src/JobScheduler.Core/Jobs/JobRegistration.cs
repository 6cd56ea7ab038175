using JobScheduler.Shards.Records;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Jobs;

/// <summary>Composes jobs.</summary>
internal static class JobRegistration
{
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<DefinitionRules>()
        .AddSingleton<JobCache>()
        .AddSingleton<RecordCache<JobRecord>>(provider => provider.GetRequiredService<JobCache>())
        .AddRecords<JobRecord, JobRow>()
        .AddSingleton<JobCatalog>();
}
