using JobScheduler.Api.Http;
using JobScheduler.Clock;
using JobScheduler.Execution;
using JobScheduler.Hosting.Settings;
using JobScheduler.Shards;
using JobScheduler.Storage.Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace JobScheduler.Functions.Starting;

/// <summary>
/// Which settings fill which options. The environment of an application holds many unrelated settings; ours are sections.
/// </summary>
internal static class SettingsRegistration
{
    /// <summary>
    /// The instances of an application take turns at one clock: under one name they need not wait for each other's silence.
    /// </summary>
    private const string ClockHolder = "functions";

    /// <summary>As <c>maxPollingInterval</c> in <c>host.json</c>, which a test compares.</summary>
    internal static readonly QueuePolling Polling = new(TimeSpan.FromSeconds(2.5));

    /// <summary>The host gives a worker 5 s to stop; what is handed back has to be written within them.</summary>
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(Polling);
        services.Configure<ClockOptions>(clock => clock.Holder = ClockHolder);
        services.Configure<ExecutionOptions>(execution => execution.GracePeriod = GracePeriod);
        services.AddOptions<AccessOptions>().Configure(access => access.IsBehindFrontEnd = true).ValidateOnStart();
        services.AddOptions<TriggerOptions>().Configure(triggers => triggers.Prefix = configuration[TriggerOptions.Key]).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TriggerOptions>, TriggerOptionsValidator>();
        return services.AddSchedulerSettings().RefuseMisspelledSections([.. ConnectionKeys.All]);
    }
}

/// <summary>Settings of the application that the triggers read themselves.</summary>
internal sealed class TriggerOptions
{
    public const string Key = ConnectionKeys.Prefix;

    /// <summary>Prefix of the names of the queues. The driver has a default for it; the triggers do not.</summary>
    public string? Prefix { get; set; }
}

/// <summary>Without the prefix the triggers find no queues, and the host does not explain why.</summary>
internal sealed class TriggerOptionsValidator : IValidateOptions<TriggerOptions>
{
    public ValidateOptionsResult Validate(string? name, TriggerOptions options) => string.IsNullOrWhiteSpace(options.Prefix)
        ? ValidateOptionsResult.Fail($"{TriggerOptions.Key} is not set: the queue triggers need it to find their queues")
        : ValidateOptionsResult.Success;
}
