using Microsoft.Extensions.Logging;

namespace JobScheduler.Jobs;

/// <summary>What is logged of jobs: events 1401 to 1449.</summary>
internal static partial class JobEvents
{
    [LoggerMessage(1401, LogLevel.Information, "Job {Job} of tenant {Tenant} was deleted by {Actor}")]
    public static partial void Deleted(ILogger logger, string tenant, string job, string actor);
}
