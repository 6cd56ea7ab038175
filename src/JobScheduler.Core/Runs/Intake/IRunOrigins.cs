namespace JobScheduler.Runs;

/// <summary>What runs of a job that obey its overlap rule have to pass. Schedules know it; runs ask.</summary>
public interface IRunOrigins
{
    /// <summary>The gate that a run of the job asked for by hand has to pass; null: none.</summary>
    /// <exception cref="RefusalException">The job has several, and the request does not say which.</exception>
    Task<RunOrigin?> OfAsync(string tenant, string job, CancellationToken cancellation);
}
