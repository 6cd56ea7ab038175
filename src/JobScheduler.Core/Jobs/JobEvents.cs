using Microsoft.Extensions.Logging;

namespace JobScheduler.Jobs;

/// <summary>Log events of jobs: 1501 to 1549.</summary>
internal static partial class JobEvents
{
    [LoggerMessage(1501, LogLevel.Information, "Job {Job} of tenant {Tenant} was deleted by {Actor}")]
    public static partial void JobDeleted(this ILogger logger, string tenant, string job, string actor);
}
