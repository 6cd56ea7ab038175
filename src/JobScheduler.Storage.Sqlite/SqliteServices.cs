using JobScheduler;
using JobScheduler.Storage;
using JobScheduler.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the embedded driver.</summary>
public static class SqliteServices
{
    /// <summary>As the other overload, with the folder of the database: relative to the current folder, created if missing.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string folder) =>
        services.AddSqliteStorage(options => options.Folder = folder);

    /// <summary>
    /// Registers <see cref="IStorage"/> on an embedded database. Needs a <see cref="TimeProvider"/> in the container. Call
    /// <see cref="IStorage.PrepareAsync"/> before anything else; disposing the container stops it cleanly.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, Action<SqliteOptions>? configure = null)
    {
        var options = services.AddSectionOptions<SqliteOptions>(SqliteOptions.Section);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton<IStorage>(provider => new SqliteStorage(
            provider.GetRequiredService<IOptions<SqliteOptions>>().Value,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<SqliteStorage>>() ?? NullLogger<SqliteStorage>.Instance));
        return services;
    }
}
