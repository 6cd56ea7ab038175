using JobScheduler.Hosting.Starting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The scheduler among the health checks of a host.</summary>
public static class SchedulerHealthChecks
{
    /// <summary>Adds a check that fails while the storage does not answer, the clock does not tick, or the process stops.</summary>
    /// <param name="checks">Of the host.</param>
    /// <param name="name">What the check is called.</param>
    /// <param name="failureStatus">What is reported when it fails; null: unhealthy.</param>
    /// <param name="tags">For filters of the host.</param>
    public static IHealthChecksBuilder AddJobScheduler(
        this IHealthChecksBuilder checks,
        string name = "jobscheduler",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null) => checks.AddCheck<SchedulerHealthCheck>(name, failureStatus, tags ?? []);
}
