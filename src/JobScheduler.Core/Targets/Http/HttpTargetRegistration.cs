using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace JobScheduler.Targets.Http;

/// <summary>Composes HTTP targets.</summary>
public static class HttpTargetRegistration
{
    /// <summary>
    /// Adds the invoker of HTTP targets and its guard. The head binds <see cref="TargetOptions"/> to the section
    /// <see cref="TargetOptions.Section"/> and registers the <see cref="TimeProvider"/>; bad options stop the start.
    /// </summary>
    public static IServiceCollection AddHttpTargets(this IServiceCollection services)
    {
        services.AddSectionOptions<TargetOptions>(TargetOptions.Section);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TargetOptions>, TargetOptionsValidator>());
        services.TryAddSingleton<Entropy>();
        services.TryAddSingleton<INameResolver, SystemNameResolver>();
        services.TryAddSingleton<ITcpDialer, TcpDialer>();
        services.TryAddSingleton<GuardedConnector>();
        services.TryAddSingleton(provider => new AddressGuard(
            from text in provider.GetRequiredService<IOptions<TargetOptions>>().Value.AllowedPrivateRanges
            select AllowedRange.TryParse(text, out var range) ? range : throw new FormatException(text)));
        services.TryAddSingleton(provider => new CallbackAddress(
            provider.GetRequiredService<IOptions<TargetOptions>>().Value.PublicUrl, provider.GetService<IOwnAddress>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITargetInvoker, HttpTargetInvoker>(Invoker));
        return services;
    }

    private static HttpTargetInvoker Invoker(IServiceProvider provider) => new(
        GuardedHandler.Create(
            provider.GetRequiredService<GuardedConnector>(), provider.GetRequiredService<IOptions<TargetOptions>>().Value),
        provider.GetRequiredService<AddressGuard>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<Entropy>(),
        provider.GetRequiredService<CallbackAddress>(),
        provider.GetRequiredService<ILogger<HttpTargetInvoker>>());
}
