using Microsoft.Extensions.DependencyInjection;

namespace JobScheduler.Clock;

/// <summary>Composes the clock. The alarms it rings are registered by the features.</summary>
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
