using JobScheduler.Operations;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.DeadLetters;

/// <summary>Composes dead letters.</summary>
internal static class DeadLetterRegistration
{
    public static IServiceCollection AddDeadLetters(this IServiceCollection services) => services
        .AddSingleton<DeadLetterLists>()
        .AddSingleton<DeadLetterBox>()
        .AddSingleton<PoisonReader>()
        .AddSingleton<IOperation, RedriveOperation>()
        .AddSingleton<IOperation, PurgeOperation>();
}
