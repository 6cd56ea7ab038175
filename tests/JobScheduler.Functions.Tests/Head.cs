using JobScheduler.Functions.Starting;
using JobScheduler.Storage;
using JobScheduler.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace JobScheduler.Functions.Tests;

/// <summary>The head composed as its Program does it, without the worker, over storage in memory.</summary>
internal sealed class Head : IDisposable
{
    public const string Key = "k-iHTwravG1UUeWACcYeMLC6UJm8cij89J";

    public static readonly IReadOnlyDictionary<string, string?> Settings = new Dictionary<string, string?>
    {
        ["JobStore"] = "UseDevelopmentStorage=true",
        ["JobStorePrefix"] = "test",
        ["Access:AdministratorKey"] = Key,
    };

    public Head(IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings ?? Settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSettings(configuration);
        services.AddJobSchedulerCore().AddAzureStorage(configuration);
        Api.ApiRegistration.AddJobSchedulerApi(services);
        services.AddHead();
        services.AddSingleton<IStorage>(new MemoryStorage(Time));
        Services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    public ServiceProvider Services { get; }

    /// <summary>As at the start.</summary>
    public void Validate() => Services.GetRequiredService<IStartupValidator>().Validate();

    public void Dispose() => Services.Dispose();
}
