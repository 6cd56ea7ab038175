using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>The commit of a change of a schedule.</summary>
internal sealed class ScheduleCommit(StoredSchedule? old, StoredSchedule? @new, Row? row, Entropy entropy, bool withdraws)
{
    private readonly string _name = entropy.NextName();

    public StoredSchedule? Old { get; } = old;

    /// <summary>Null: it is deleted.</summary>
    public StoredSchedule? New { get; } = @new;

    public string Stamp { get; } = entropy.NextName();

    /// <summary>Whether anything changes that fires depend on; a write of what is there already must not take fires back.</summary>
    public bool TouchesFires { get; } = old is null || @new is null || !StoredSchedule.IsSame(old, @new);

    /// <summary>Fires that were handed to queues ahead and have not started.</summary>
    public List<HeldRun> TakesBack { get; } = [];

    public FirePlan? Plan { get; set; }

    public Proof Proof => New is null
        ? new Proof(Key, found => found is null)
        : Proof.HasText(Key, ScheduleRow.StampColumn, Stamp);

    /// <summary>
    /// Blobs that nothing refers to any more. What was taken back may be fired anew at once, under the same names: its blobs go only when the
    /// schedule fires no more.
    /// </summary>
    public IEnumerable<string> Leaves => (New?.Held.Pause is null && New is not null ? [] : TakesBack.SelectMany(run => new[] { run.Spec.Input?.Blob, run.Spec.TargetBlob }))
        .OfType<string>().Concat((Old?.Held.Blobs ?? []).Except(Plan?.After.Blobs ?? New?.Held.Blobs ?? []));

    private ScheduleIdentity Identity => (New ?? Old)!.Held.Identity;

    private string Key => ScheduleStore.KeyOf(Identity);

    /// <param name="draft">The commit.</param>
    /// <param name="lost">Alarms that are known to be gone.</param>
    public void Compose(CommitDraft draft, IReadOnlySet<string> lost)
    {
        var before = Old?.Held is { } held && lost.Contains(held.Alarm) ? held with { Alarm = "" } : Old?.Held;
        TakesBack.ForEach(run => RunMoves.TakeBack(draft, run));
        if (withdraws)
        {
            var sweep = new SweepAlarm(Identity.Tenant, Identity.Job, JobSweep.Withdraw, draft.Now, 0, null, Identity.Schedule);
            draft.Insert(new AlarmKey(draft.Now, SweepAlarm.Kind, _name), sweep.Write());
        }

        if (New is null)
        {
            draft.Delete(Key, row?.ETag);
            if (before is { Alarm.Length: > 0 })
            {
                draft.Delete(before.Alarm);
            }

            return;
        }

        var after = Plan is null ? New.Held with { State = Old!.Held.State, Alarm = Old.Held.Alarm } : ScheduleMoves.SetAlarm(draft, before, Plan, _name);
        var columns = after.Write().Merge(after.WriteProgress()).Merge(new Columns
        {
            { ScheduleRow.CreatedColumn, (ColumnValue)New.Schedule.CreatedAt },
            { ScheduleRow.CreatedByColumn, New.Schedule.CreatedBy },
            { ScheduleRow.UpdatedColumn, (ColumnValue)New.Schedule.UpdatedAt },
            { ScheduleRow.StampColumn, Stamp },
        });
        if (row is null)
        {
            draft.Insert(Key, columns);
        }
        else
        {
            draft.Replace(Key, columns, row.ETag);
        }
    }
}
