using System.Text.Json;
using JobScheduler.Clock;
using JobScheduler.DeadLetters;
using JobScheduler.Execution;
using JobScheduler.Jobs;
using JobScheduler.Operations;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Targets;
using JobScheduler.Targets.Handlers;
using JobScheduler.Upkeep;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace JobScheduler;

/// <summary>Composes the scheduler.</summary>
public static class JobSchedulerRegistration
{
    /// <summary>
    /// Adds the core: everything except a storage driver and a head. The head registers the <see cref="TimeProvider"/>, binds the options
    /// to their sections, and opens the <see cref="Deployment"/> before it starts.
    /// </summary>
    public static IServiceCollection AddJobSchedulerCore(this IServiceCollection services) => services
        .AddShards()
        .AddOperations()
        .AddTargets()
        .AddJobs()
        .AddRuns()
        .AddSchedules()
        .AddDeadLetters()
        .AddExecution()
        .AddUpkeep()
        .AddClock();

    /// <summary>
    /// Adds a handler, which targets of the type <c>handler</c> call by its name. Each attempt gets an instance from a scope of its own;
    /// register the type yourself before for another lifetime.
    /// </summary>
    /// <typeparam name="THandler">
    /// Implements <see cref="IJobHandler{TInput, TResult}"/>, <see cref="IJobHandler{TInput}"/> or <see cref="IJobHandler"/>.
    /// </typeparam>
    /// <param name="services">The container.</param>
    /// <param name="name">Case-sensitive; a second handler of the same name prevents the start.</param>
    /// <param name="json">How typed inputs and results are read and written; null: camelCase, as on the web.</param>
    /// <exception cref="ArgumentException">The type implements none of the interfaces, or several; or the name is empty.</exception>
    public static IServiceCollection AddJobHandler<THandler>(
        this IServiceCollection services, string name, JsonSerializerOptions? json = null)
        where THandler : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        services.TryAddScoped<THandler>();
        return services.AddSingleton(HandlerRegistration.Of<THandler>(name, json));
    }
}
