namespace JobScheduler.Api.Jobs;

/// <summary>What a list of jobs shows only when it is asked for, because it costs reads of its own.</summary>
public enum JobInclusion
{
    /// <summary>How the last runs of each job ended.</summary>
    Recent,
}
