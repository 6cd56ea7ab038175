using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Jobs;

/// <summary>The commit of a change of a job: its row, its version, and the alarms for what follows.</summary>
internal static class JobCommits
{
    /// <summary>A resume sweeps again after this time: twice the bound on how stale a job may be read, when others hold runs back.</summary>
    private static readonly TimeSpan SecondSweep = TimeSpan.FromSeconds(10);

    public static void Compose(CommitDraft draft, JobChange change, Row? row, Columns columns, string stamp)
    {
        var job = change.Job;
        var key = Keys.Job(job.Tenant, job.Id);
        if (row is null)
        {
            draft.Insert(key, columns);
        }
        else
        {
            var written = columns;
            if (change.Sweep == JobSweep.Delete)
            {
                written = columns.Merge(new Columns { { JobRow.DeletedColumn, (ColumnValue)draft.Now } });
            }

            draft.Replace(key, written, row.ETag);
        }

        if (change.NewVersion)
        {
            draft.Insert(Keys.JobVersion(job.Tenant, job.Id, job.Version), columns);
        }

        if (change.Sweep is { } sweep)
        {
            Alarm(draft, job, sweep, draft.Now, stamp);
            if (sweep == JobSweep.Resume)
            {
                Alarm(draft, job, sweep, draft.Now + SecondSweep, stamp);
            }
        }

        if (change.ResumeAt is { } at)
        {
            Alarm(draft, job, JobSweep.Resume, at, stamp);
        }
    }

    private static void Alarm(CommitDraft draft, JobRecord job, JobSweep sweep, DateTimeOffset at, string stamp) =>
        draft.Insert(new AlarmKey(at, SweepAlarm.Kind, stamp), new SweepAlarm(job.Tenant, job.Id, sweep, draft.Now, 0, null).Write());
}
