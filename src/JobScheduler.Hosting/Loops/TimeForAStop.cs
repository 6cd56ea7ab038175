using JobScheduler.Execution;
using JobScheduler.Shards;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace JobScheduler.Hosting.Loops;

/// <summary>
/// Gives the host time for the grace period of running work, and for writing what is handed back after it. A host that waits longer keeps
/// its own time.
/// </summary>
internal sealed class TimeForAStop(IOptions<ExecutionOptions> execution) : IPostConfigureOptions<HostOptions>
{
    /// <summary>
    /// Ending what was told to stop takes up to <see cref="LeaseTimes.CancelGrace"/>; writing it rides out a short outage.
    /// </summary>
    private static readonly TimeSpan Writing = LeaseTimes.CancelGrace + TimeSpan.FromSeconds(10);

    public void PostConfigure(string? name, HostOptions options)
    {
        if (GracePeriod() + Writing is { } needed
            && options.ShutdownTimeout != Timeout.InfiniteTimeSpan
            && options.ShutdownTimeout < needed)
        {
            options.ShutdownTimeout = needed;
        }
    }

    private TimeSpan? GracePeriod()
    {
        try
        {
            return execution.Value.GracePeriod;
        }
        catch (OptionsValidationException)
        {
            // The host asks while it is being made; the start reports this together with all other faults.
            return null;
        }
    }
}

/// <summary>The time of a stop.</summary>
public static class StopTimeRegistration
{
    /// <summary>Raises the host's time to stop to what running work may take.</summary>
    public static IServiceCollection AddTimeForAStop(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<HostOptions>, TimeForAStop>());
        return services;
    }
}
