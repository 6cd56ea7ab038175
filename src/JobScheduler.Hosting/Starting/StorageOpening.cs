using JobScheduler.Shards;
using JobScheduler.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace JobScheduler.Hosting.Starting;

/// <summary>
/// Opens the storage before any part of the process starts, and after the host has validated all options, so that invalid ones leave
/// nothing behind.
/// </summary>
/// <remarks>
/// The container is asked only then: the host makes its services before it validates, and the first one made would report only its own
/// faults.
/// </remarks>
internal sealed class StorageOpening(IServiceProvider services) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => services.GetService<IStorage>() is null
        ? throw new InvalidOperationException("the scheduler has no storage: add AddSqliteStorage or AddAzureStorage to its services")
        : services.GetRequiredService<Deployment>().OpenAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>The start of a process.</summary>
public static class StorageOpeningRegistration
{
    /// <summary>Opens the storage when the host starts, before the first request and the first message.</summary>
    public static IServiceCollection AddStorageOpening(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StorageOpening>());
        return services;
    }
}
