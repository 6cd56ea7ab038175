namespace JobScheduler.Jobs;

/// <summary>Where the runs of a job are kept.</summary>
public enum Placement
{
    /// <summary>In the job's shard; needed for limits and overlap rules.</summary>
    Pinned,

    /// <summary>Over all shards; for jobs with very many runs.</summary>
    Spread,
}
