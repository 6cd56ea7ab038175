using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Hosts;
using JobScheduler.Shards;
using JobScheduler.Targets.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace JobScheduler.Hosting.Settings;

/// <summary>Fills the options of the scheduler from configuration.</summary>
public static class SettingsRegistration
{
    /// <summary>
    /// Reads the sections of <see cref="SchedulerSettings"/>, strictly: a key of theirs that is unknown or cannot be read prevents the
    /// start and is named, together with all others. Also registers the system's clock unless there is one.
    /// </summary>
    /// <param name="services">The container; its <see cref="IConfiguration"/> is read if it has one.</param>
    /// <param name="section">The section of the host's configuration that holds ours, such as <c>JobScheduler</c>; null: its root.</param>
    public static IServiceCollection AddSchedulerSettings(this IServiceCollection services, string? section = null)
    {
        // Whoever composes a process chooses its clock.
#pragma warning disable RS0030
        services.TryAddSingleton(TimeProvider.System);
#pragma warning restore RS0030
        services.TryAddSingleton(new SettingsParent(section));
        return services
            .AddSection<AccessOptions>(AccessOptions.Section, section)
            .AddSection<TargetOptions>(TargetOptions.Section, section)
            .AddSection<ExecutionOptions>(ExecutionOptions.Section, section)
            .AddSection<DispatchOptions>(DispatchOptions.Section, section)
            .AddSection<HostOptions>(HostOptions.Section, section)
            .AddSection<ClockOptions>(ClockOptions.Section, section)
            .AddSection<ShardOptions>(ShardOptions.Section, section);
    }

    /// <summary>Refuses whatever is in a section besides the sections in it that are read.</summary>
    internal static IServiceCollection RefuseUnknownSections(this IServiceCollection services, string parent)
    {
        services.AddOptions<WholeConfiguration>().ValidateOnStart();
        return services.AddSingleton<IValidateOptions<WholeConfiguration>>(provider => new UnknownSections(
            provider.GetService<IConfiguration>(), parent, provider.GetServices<KnownSection>()));
    }

    /// <summary>Refuses near misses of our settings anywhere in the configuration, and nothing that is somebody else's.</summary>
    /// <param name="services">The container.</param>
    /// <param name="keys">Our settings in sections that others read, as strictly.</param>
    public static IServiceCollection RefuseMisspelledSections(this IServiceCollection services, params string[] keys)
    {
        services.AddOptions<WholeConfiguration>().ValidateOnStart();
        return services.AddSingleton<IValidateOptions<WholeConfiguration>>(provider => new MisspelledSections(
            provider.GetService<IConfiguration>(), keys, provider.GetServices<KnownSection>()));
    }

    /// <summary>Reads one section into options, strictly.</summary>
    /// <param name="services">The container.</param>
    /// <param name="name">The section.</param>
    /// <param name="parent">The section that it is in; null: the root.</param>
    /// <param name="known">Its keys; null: those of <see cref="SchedulerSettings"/>.</param>
    /// <param name="elsewhere">Keys of the section that are read elsewhere.</param>
    public static IServiceCollection AddSection<TOptions>(
        this IServiceCollection services,
        string name,
        string? parent = null,
        IEnumerable<string>? known = null,
        params string[] elsewhere)
        where TOptions : class
    {
        string[] keys = [.. known ?? SchedulerSettings.All.Select(setting => setting.Key)];
        SectionBinder<TOptions> Bind(IServiceProvider provider) =>
            new(provider.GetService<IConfiguration>() ?? new ConfigurationBuilder().Build(), name, parent, keys, elsewhere);
        return services
            .AddSingleton(new KnownSection(
                parent, name, [.. keys.Where(key => key.StartsWith($"{name}:", StringComparison.Ordinal)), .. elsewhere]))
            .AddSingleton<IConfigureOptions<TOptions>>(Bind)
            .AddSingleton<IValidateOptions<TOptions>>(Bind);
    }
}
