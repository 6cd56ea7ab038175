using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Clock;

/// <summary>Composes the clock. What it rings for is registered by the features.</summary>
internal static class ClockRegistration
{
    public static IServiceCollection AddClock(this IServiceCollection services)
    {
        services.AddSectionValue<ClockOptions>(ClockOptions.Section);
        return services
            .AddSingleton<AlarmHandlers>()
            .AddSingleton<FleetClock>()
            .AddSingleton<ClockTurn>()
            .AddSingleton<ClockHints>()
            .AddSingleton<ClockWatch>()
            .AddSingleton<ClockWatchdog>();
    }
}
