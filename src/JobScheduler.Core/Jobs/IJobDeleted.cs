using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>Removes what belongs to a deleted job, at once and again when its runs are withdrawn. For features above jobs.</summary>
public interface IJobDeleted
{
    /// <summary>Removes it all; what belongs to a job that was created anew meanwhile stays.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="job">Which.</param>
    /// <param name="deleted">The row of the job, which is marked as deleted.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task RemoveAllAsync(string tenant, string job, Row deleted, CancellationToken cancellation);
}
