using JobScheduler.Clock;
using JobScheduler.Storage;
using JobScheduler.Storage.Azure;
using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Settings;

/// <summary>Which driver holds the data.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        if (configuration.IsAzure())
        {
            return services.AddAzureStorage(configuration);
        }

        // One process owns this storage: nobody else's clock has to be waited for after a crash.
        services.PostConfigure<ClockOptions>(clock =>
            clock.TakeOverAfter = configuration[SettingKeys.TakeOverAfter] is null ? TimeSpan.Zero : clock.TakeOverAfter);
        services.AddSingleton<IConfigureOptions<SqliteOptions>, DataFolder>();
        return services.AddSqliteStorage();
    }

    /// <summary>Where the data is, for people.</summary>
    public static string Place(this IServiceProvider services) => services.GetRequiredService<IStorage>() is AzureStorage azure
        ? azure.Place
        : Path.GetFullPath(services.GetRequiredService<IOptions<SqliteOptions>>().Value.Folder);
}
