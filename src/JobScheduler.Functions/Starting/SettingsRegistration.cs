using JobScheduler.Api.Http;
using JobScheduler.Api.Settings;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Targets.Http;
using JobScheduler.Shards;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace JobScheduler.Functions.Starting;

/// <summary>Which settings fill which options. The environment of an application is full of other people's settings; ours are sections.</summary>
internal static class SettingsRegistration
{
    /// <summary>The instances of an application take turns at one clock: under one name they need not wait for each other's silence.</summary>
    private const string ClockHolder = "functions";

    /// <summary>The host gives a worker 5 s from the word to its end; what is handed back has to be written within them.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        // Only a head chooses the clock.
#pragma warning disable RS0030
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.Configure<ClockOptions>(clock => clock.Holder = ClockHolder);
        services.Configure<ExecutionOptions>(execution => execution.GracePeriod = GracePeriod);
        services.AddOptions<TriggerOptions>().Configure(triggers => triggers.Prefix = configuration[TriggerOptions.Key]).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TriggerOptions>, TriggerOptionsValidator>();
        return services
            .Bind<AccessOptions>(configuration, AccessOptions.Section)
            .Bind<TargetOptions>(configuration, TargetOptions.Section)
            .Bind<ExecutionOptions>(configuration, ExecutionOptions.Section)
            .Bind<DispatchOptions>(configuration, DispatchOptions.Section)
            .Bind<ClockOptions>(configuration, ClockOptions.Section)
            .Bind<ShardOptions>(configuration, ShardOptions.Section);
    }

    private static IServiceCollection Bind<TOptions>(this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
    {
        var binder = new SectionBinder<TOptions>(configuration, section, SettingKeys.All);
        return services.AddSingleton<IConfigureOptions<TOptions>>(binder).AddSingleton<IValidateOptions<TOptions>>(binder);
    }
}
