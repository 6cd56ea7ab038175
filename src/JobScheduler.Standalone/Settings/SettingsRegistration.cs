using JobScheduler.Api.Http;
using JobScheduler.Hosting.Settings;
using JobScheduler.Standalone.Arguments;
using JobScheduler.Standalone.Listening;
using JobScheduler.Storage.Sqlite;
using JobScheduler.Targets.Http;
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

    /// <summary>What this head reads besides the settings of the scheduler. All faults are reported together.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().ValidateOnStart();
        services.AddSingleton<IOwnAddress, ListeningAddress>();
        services.AddOptions<WholeConfiguration>().ValidateOnStart();
        services
            .AddSingleton<IValidateOptions<WholeConfiguration>, UnknownKeys>()
            .AddSingleton<IValidateOptions<WholeConfiguration>, EndpointRules>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        return services.AddSection<SqliteOptions>(
            SqliteOptions.Section,
            known: KnownSettings.All.Select(setting => setting.Key),
            elsewhere: [SettingKeys.Folder, SettingKeys.StorageKind, SettingKeys.Ephemeral]);
    }
}
