using JobScheduler.Api.Calendars;
using JobScheduler.Api.DeadLetters;
using JobScheduler.Api.Groups;
using JobScheduler.Api.Health;
using JobScheduler.Api.Hosts;
using JobScheduler.Api.Http;
using JobScheduler.Api.Jobs;
using JobScheduler.Api.Operations;
using JobScheduler.Api.Runs;
using JobScheduler.Api.Schedules;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace JobScheduler.Api;

/// <summary>Composes the HTTP API.</summary>
public static class ApiRegistration
{
    /// <summary>
    /// Adds endpoints, gate and problem details. The host adds Core and storage, binds <see cref="AccessOptions"/> to the section
    /// <see cref="AccessOptions.Section"/>, and calls <see cref="JobSchedulerApiMapping.MapJobSchedulerApi"/>, which refuses invalid
    /// options.
    /// </summary>
    public static IServiceCollection AddJobSchedulerApi(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>());
        services.TryAddSingleton<AccessGate>();
        services.TryAddSingleton(provider => MemoryBudget.OfProcess(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(provider => HeapWatch.OfProcess(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<MemoryGate>();
        services.TryAddSingleton<CallerAddress>();
        services.TryAddSingleton<GuessTable>();
        services.TryAddSingleton<GuessLog>();
        services.TryAddSingleton<GuessGuard>();
        services.TryAddSingleton<ProblemMapper>();
        services.TryAddSingleton<ApiDispatcher>();
        services.TryAddSingleton<Entropy>();
        services.TryAddSingleton<RunDisplay>();
        services.TryAddSingleton<JobBodies>();
        services.TryAddSingleton<JobEndpoints>();
        services.TryAddSingleton<JobPatchEndpoint>();
        services.TryAddSingleton<ScheduleEndpoints>();
        services.TryAddSingleton<SchedulePatchEndpoint>();
        services.TryAddSingleton<ScheduleActionEndpoints>();
        services.TryAddSingleton<FireEndpoints>();
        services.TryAddSingleton<CalendarEndpoints>();
        services.TryAddSingleton<GroupEndpoints>();
        services.TryAddSingleton<HostEndpoints>();
        services.TryAddSingleton<RunBodies>();
        services.TryAddSingleton<RunEndpoints>();
        services.TryAddSingleton<RunListEndpoints>();
        services.TryAddSingleton<RunActionEndpoints>();
        services.TryAddSingleton<RunLogEndpoints>();
        services.TryAddSingleton<BulkEndpoint>();
        services.TryAddSingleton<DeadLetterEndpoints>();
        services.TryAddSingleton<OperationEndpoints>();
        services.TryAddSingleton<StorageProbe>();
        services.TryAddSingleton<HealthEndpoints>();
        return services;
    }
}
