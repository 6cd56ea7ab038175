using JobScheduler.Storage;
using JobScheduler.Storage.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the driver of Azure storage accounts.</summary>
public static class AzureServices
{
    /// <summary>
    /// Registers <see cref="IStorage"/> on the account that configuration names (<see cref="AzureStorageOptions"/>), and makes the
    /// account's time the time of everything else: the <see cref="TimeProvider"/> registered before becomes the inner one of a
    /// <see cref="StorageClock"/>. Call <see cref="IStorage.PrepareAsync"/> before anything else.
    /// </summary>
    /// <exception cref="InvalidOperationException">No time provider was registered before.</exception>
    public static IServiceCollection AddAzureStorage(this IServiceCollection services, IConfiguration configuration)
    {
        var binder = new ConnectionBinder(configuration);
        services.AddOptions<AzureStorageOptions>().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<AzureStorageOptions>>(binder)
            .AddSingleton<IValidateOptions<AzureStorageOptions>>(binder)
            .AddSingleton<IValidateOptions<AzureStorageOptions>, ConnectionValidator>();
        services.TryAddSingleton(provider =>
            new AzureStorage(
                provider.GetRequiredService<IOptions<AzureStorageOptions>>().Value, provider.GetRequiredService<StorageClock>()));
        services.TryAddSingleton<IStorage>(provider => provider.GetRequiredService<AzureStorage>());
        return services.AddStorageClock();
    }

    private static IServiceCollection AddStorageClock(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(StorageClock)))
        {
            return services;
        }

        var inner = services.LastOrDefault(service => service.ServiceType == typeof(TimeProvider) && !service.IsKeyedService)
            ?? throw new InvalidOperationException("register a TimeProvider before AddAzureStorage: the storage clock is built on it");
        services.Remove(inner);
        return services
            .AddSingleton(provider => new StorageClock(Make(inner, provider)))
            .AddSingleton<TimeProvider>(provider => provider.GetRequiredService<StorageClock>());
    }

    private static TimeProvider Make(ServiceDescriptor descriptor, IServiceProvider provider) => (TimeProvider)(
        descriptor.ImplementationInstance
        ?? descriptor.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!));
}
