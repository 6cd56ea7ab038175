using JobScheduler.Api.Health;

namespace JobScheduler.Standalone.Loops;

/// <summary>What goes on in the process besides answering requests.</summary>
internal static class LoopRegistration
{
    public static IServiceCollection AddLoops(this IServiceCollection services) => services
        .AddSingleton<IReadinessSign, ClockSign>()
        .AddHostedService<LoopHost>()
        .Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
}
