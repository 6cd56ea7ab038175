using JobScheduler.Shards;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Operations;

/// <summary>Composes operations; their kinds come from the features.</summary>
internal static class OperationRegistration
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services
        .AddSingleton<OperationBoard>()
        .AddSingleton<IAlarmHandler, OperationAlarms>();
}
