using System.Text.Json;
using JobScheduler;
using JobScheduler.Targets.Handlers;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers handlers.</summary>
public static class JobHandlerServices
{
    /// <summary>
    /// Adds a handler, which targets of the type <c>handler</c> call by its name. Each attempt gets an instance from a scope of its own;
    /// register the type yourself before for another lifetime.
    /// </summary>
    /// <typeparam name="THandler">
    /// Implements <see cref="IJobHandler{TInput, TResult}"/>, <see cref="IJobHandler{TInput}"/> or <see cref="IJobHandler"/>.
    /// </typeparam>
    /// <param name="services">The container.</param>
    /// <param name="name">Case-sensitive; a second handler of the same name prevents the start.</param>
    /// <param name="json">How typed inputs and results are read and written; null: camelCase, strictly.</param>
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
