using JobScheduler.Shards;

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

/// <summary>The alarms of sweeps.</summary>
internal static class JobSweeps
{
    /// <summary>
    /// A resume sweeps again after this time: twice the bound on how stale a job may be read, when others hold runs back.
    /// </summary>
    private static readonly TimeSpan SecondSweep = TimeSpan.FromSeconds(10);

    /// <summary>Begins a sweep now.</summary>
    /// <param name="draft">The commit of the change.</param>
    /// <param name="by">Who asked for it.</param>
    /// <param name="job">Whose runs.</param>
    /// <param name="sweep">What is done to them.</param>
    /// <param name="name">Unique to the change.</param>
    public static void Begin(CommitDraft draft, Caller by, string job, JobSweep sweep, string name)
    {
        Begin(draft, by, job, sweep, name, draft.Now);
        if (sweep == JobSweep.Resume)
        {
            Begin(draft, by, job, sweep, name, draft.Now + SecondSweep);
        }

        draft.WakesClock = true;
    }

    /// <summary>Begins a sweep at a time.</summary>
    public static void Begin(CommitDraft draft, Caller by, string job, JobSweep sweep, string name, DateTimeOffset at) =>
        draft.Insert(
            new AlarmKey(at, SweepAlarm.Kind, name), new SweepAlarm(by.Tenant, job, sweep, draft.Now, 0, null, By: by.Actor).Write());
}
