using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>What a change of a job means for its open runs; carried out in steps by the clock.</summary>
public enum JobSweep
{
    /// <summary>Unstarted runs are canceled; the job stays, paused.</summary>
    Withdraw,

    /// <summary>Paused runs continue.</summary>
    Resume,

    /// <summary>Unstarted runs are canceled, then the rows of the job are deleted.</summary>
    Delete,
}

/// <summary>The alarms of sweeps.</summary>
internal static class JobSweeps
{
    /// <summary>
    /// A resume sweeps again after this time, twice the bound on how stale a job may be read: until then other processes may pause runs.
    /// </summary>
    private static readonly TimeSpan SecondSweep = TimeSpan.FromSeconds(10);

    /// <summary>Begins a sweep now.</summary>
    /// <param name="draft">The commit of the change.</param>
    /// <param name="by">The caller.</param>
    /// <param name="job">The job.</param>
    /// <param name="sweep">What to do.</param>
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

/// <summary>The alarm of a sweep over the open runs of a job, and its progress.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="JobId">The job.</param>
/// <param name="Sweep">What to do.</param>
/// <param name="AskedAt">When it was requested; runs accepted later are left alone.</param>
/// <param name="Shard">The shard being swept; a job's runs may be in any.</param>
/// <param name="After">The last row visited there; null at its start.</param>
/// <param name="Schedule">Only runs of this schedule; null: all of the job's.</param>
/// <param name="By">Who requested it; null: written by an older version, which did not record it.</param>
internal sealed record SweepAlarm(
    string Tenant,
    string JobId,
    JobSweep Sweep,
    DateTimeOffset AskedAt,
    int Shard,
    string? After,
    string? Schedule = null,
    string? By = null)
{
    /// <summary>The kind of the alarm.</summary>
    public const string Kind = "job";

    private const string TenantColumn = "tenant";
    private const string JobColumn = "job";
    private const string SweepColumn = "sweep";
    private const string AskedColumn = "asked";
    private const string ShardColumn = "shard";
    private const string AfterColumn = "after";
    private const string ScheduleColumn = "schedule";
    private const string ByColumn = "by";

    /// <summary>Its position.</summary>
    public WalkPosition Position => new(Shard, After);

    public Columns Write() => new()
    {
        { TenantColumn, Tenant },
        { JobColumn, JobId },
        { SweepColumn, Sweep.ToString() },
        { AskedColumn, (ColumnValue)AskedAt },
        { ShardColumn, (ColumnValue)(long)Shard },
        { AfterColumn, After },
        { ScheduleColumn, Schedule },
        { ByColumn, By },
    };

    /// <summary>Null if the row is not a sweep.</summary>
    public static SweepAlarm? TryRead(Row row) =>
        row.Columns.Text(TenantColumn) is { } tenant
        && row.Columns.Text(JobColumn) is { } job
        && Enum.TryParse<JobSweep>(row.Columns.Text(SweepColumn), out var sweep)
            ? new SweepAlarm(
                tenant,
                job,
                sweep,
                row.Columns.Time(AskedColumn) ?? DateTimeOffset.MinValue,
                (int)(row.Columns.Number(ShardColumn) ?? 0),
                row.Columns.Text(AfterColumn),
                row.Columns.Text(ScheduleColumn),
                row.Columns.Text(ByColumn))
            : null;
}
