using JobScheduler.Hosting.Starting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The scheduler among the health checks of a host.</summary>
public static class SchedulerHealthChecks
{
    /// <summary>Adds a check that fails while the storage does not answer, the clock does not tick, or the process stops.</summary>
    public static IHealthChecksBuilder AddJobScheduler(this IHealthChecksBuilder checks, string name = "jobscheduler") =>
        checks.AddCheck<SchedulerHealthCheck>(name);
}
