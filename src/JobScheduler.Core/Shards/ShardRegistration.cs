using JobScheduler.Shards.Records;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JobScheduler.Shards;

/// <summary>Composes the shards: what is written to them, and the bells that are rung for it.</summary>
internal static class ShardRegistration
{
    public static IServiceCollection AddShards(this IServiceCollection services)
    {
        services.AddSectionValue<ShardOptions>(ShardOptions.Section);
        services.AddSectionValue<DispatchOptions>(DispatchOptions.Section);
        services.TryAddSingleton<Entropy>();
        services.TryAddSingleton(provider => new ShardMap(provider.GetRequiredService<ShardOptions>().Count));
        services.TryAddSingleton(new QueuePolling(TimeSpan.Zero));
        return services
            .AddSingleton<Deployment>()
            .AddSingleton<QueueSignals>()
            .AddSingleton<DispatchGauge>()
            .AddSingleton(provider => new Lazy<IEnumerable<ILineListener>>(provider.GetServices<ILineListener>))
            .AddSingleton(provider => new Lazy<IEnumerable<ITicketListener>>(provider.GetServices<ITicketListener>))
            .AddSingleton<BellRinger>()
            .AddSingleton<ShardWriter>()
            .AddSingleton<RecordLists>();
    }
}
