using JobScheduler.Shards;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Upkeep;

/// <summary>Composes retention and repair.</summary>
internal static class UpkeepRegistration
{
    public static IServiceCollection AddUpkeep(this IServiceCollection services) => services
        .AddSingleton<IAlarmHandler, RetentionAlarms>()
        .AddSingleton<IAlarmHandler, RepairAlarms>();
}
