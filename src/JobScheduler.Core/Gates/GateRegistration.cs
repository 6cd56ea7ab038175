using JobScheduler.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Gates;

/// <summary>Composes gates.</summary>
internal static class GateRegistration
{
    public static IServiceCollection AddGates(this IServiceCollection services) => services.AddSingleton<IJobWritten, LimitWriter>();
}
