using JobScheduler.Api.Http;
using JobScheduler.Api.Settings;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Shards;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Storage.Sqlite;
using JobScheduler.Targets.Http;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace JobScheduler.Standalone.Settings;

/// <summary>Where settings come from and which options they fill.</summary>
internal static class SettingsRegistration
{
    /// <summary>appsettings.json of the current folder, then the environment, then the command line; later ones win.</summary>
    public static IConfigurationBuilder AddSettings(this IConfigurationBuilder configuration, CommandLine command) => configuration
        .SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true, reloadOnChange: false)
        .AddEnvironmentVariables("ASPNETCORE_")
        .AddEnvironmentVariables()
        .AddInMemoryCollection(command.Values);

    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        StorageKind.Check(configuration);

        // Only a head chooses the clock.
#pragma warning disable RS0030
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030

        return services
            .Bind<AccessOptions>(configuration, AccessOptions.Section)
            .Bind<TargetOptions>(configuration, TargetOptions.Section)
            .Bind<ExecutionOptions>(configuration, ExecutionOptions.Section)
            .Bind<DispatchOptions>(configuration, DispatchOptions.Section)
            .Bind<ClockOptions>(configuration, ClockOptions.Section)
            .Bind<ShardOptions>(configuration, ShardOptions.Section)
            .Bind<SqliteOptions>(configuration, SqliteOptions.Section, SettingKeys.Folder, SettingKeys.StorageKind);
    }

    private static IServiceCollection Bind<TOptions>(
        this IServiceCollection services, IConfiguration configuration, string section, params string[] elsewhere)
        where TOptions : class
    {
        var binder = new SectionBinder<TOptions>(configuration, section, KnownSettings.All.Select(setting => setting.Key), elsewhere);
        return services.AddSingleton<IConfigureOptions<TOptions>>(binder).AddSingleton<IValidateOptions<TOptions>>(binder);
    }
}
