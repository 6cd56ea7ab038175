namespace JobScheduler.Jobs;

/// <summary>What a change of a job means for its unfinished runs; done in steps by the clock.</summary>
public enum JobSweep
{
    /// <summary>Unstarted runs are canceled; the job stays, paused.</summary>
    Withdraw,

    /// <summary>Held runs go on.</summary>
    Resume,

    /// <summary>Unstarted runs are canceled, then the job's rows go.</summary>
    Delete,
}

/// <summary>A change of a job, decided and not yet written.</summary>
/// <param name="Job">The job after the change.</param>
/// <param name="NewVersion">Whether the version is new and gets its own row.</param>
/// <param name="Sweep">What happens to its unfinished runs.</param>
/// <param name="ResumeAt">When it resumes by itself.</param>
internal sealed record JobChange(JobRecord Job, bool NewVersion, JobSweep? Sweep = null, DateTimeOffset? ResumeAt = null);
