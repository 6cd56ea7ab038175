using JobScheduler.Runs;
using JobScheduler.Shards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JobScheduler.Execution;

/// <summary>Composes the executor.</summary>
internal static class ExecutionRegistration
{
    public static IServiceCollection AddExecution(this IServiceCollection services)
    {
        services.AddSectionValue<ExecutionOptions>(ExecutionOptions.Section);
        services.TryAddSingleton(provider =>
            provider.GetRequiredService<ExecutionOptions>().NodeId is { } name
            ? new NodeIdentity(name)
            : NodeIdentity.Make(provider.GetRequiredService<Entropy>()));
        services.TryAddSingleton(provider =>
        {
            var options = provider.GetRequiredService<ExecutionOptions>();
            return new ExecutionPlaces(options.Workers, options.HttpCalls, provider.GetRequiredService<TimeProvider>());
        });
        return services
            .AddSingleton<IPlaces>(provider => provider.GetRequiredService<ExecutionPlaces>())
            .AddSingleton<LeaseRenewal>()
            .AddSingleton<LeaseKeeper>()
            .AddSingleton<ICancelListener>(provider => provider.GetRequiredService<LeaseKeeper>())
            .AddSingleton<ClaimWriter>()
            .AddSingleton<HostClaims>()
            .AddSingleton<ExecutionPace>()
            .AddSingleton<AttemptRunner>()
            .AddSingleton<FinishWriter>()
            .AddSingleton<MessageExecutor>()
            .AddSingleton<StopNotice>()
            .AddSingleton<HandBack>()
            .AddSingleton<TriggeredMessages>()
            .AddSingleton<QuietQueues>()
            .AddSingleton<QueuePumps>();
    }
}
