using JobScheduler.Api.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace JobScheduler.Hosting.Starting;

/// <summary>What <c>/health/ready</c> says, for the host's own health checks.</summary>
internal sealed class SchedulerHealthCheck(HealthEndpoints health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await health.WhatIsMissingAsync(cancellationToken) is { } missing
            ? new HealthCheckResult(context.Registration.FailureStatus, missing)
            : HealthCheckResult.Healthy();
}
