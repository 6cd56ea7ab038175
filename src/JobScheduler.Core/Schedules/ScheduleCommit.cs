using JobScheduler.Jobs;
using JobScheduler.Runs;
using JobScheduler.Shards;
using JobScheduler.Shards.Records;

namespace JobScheduler.Schedules;

/// <summary>One try of a change of a schedule: what else its commit does.</summary>
/// <param name="by">Who asked for it.</param>
/// <param name="found">The schedule as it was.</param>
/// <param name="wanted">As it shall be, with its present state and alarm; null: it is deleted.</param>
/// <param name="withdraws">Whether its runs that are due and have not started are canceled.</param>
internal sealed class ScheduleCommit(Caller by, RecordFound<ScheduleRecord> found, ScheduleRecord? wanted, bool withdraws)
{
    public FiringSchedule? Old { get; } = found.Old?.Firing;

    /// <summary>Null: it is deleted.</summary>
    public FiringSchedule? New { get; } = wanted?.Firing;

    /// <summary>Whether anything changes that fires depend on; a write of what is there already must not take fires back.</summary>
    public bool TouchesFires => Old is null || New is null || !FiringSchedule.IsSame(Old, New);

    /// <summary>Fires that were handed to queues ahead and have not started.</summary>
    public List<OpenRun> TakesBack { get; } = [];

    public FirePlan? Plan { get; set; }

    /// <summary>
    /// Blobs that nothing refers to any more. What was taken back may be fired anew at once, under the same names: its blobs go only
    /// when the schedule fires no more.
    /// </summary>
    public IEnumerable<string> Leaves => (
        New is { Pause: null } ? [] : TakesBack.SelectMany(run => new[] { run.Spec.Input?.Blob, run.Spec.TargetBlob }))
        .OfType<string>().Concat((Old?.Blobs ?? []).Except(Plan?.After.Blobs ?? New?.Blobs ?? []));

    /// <param name="lost">Alarms that are known to be gone.</param>
    public RecordChange<ScheduleRecord> ToChange(IReadOnlySet<string> lost)
    {
        var before = Old is not null && lost.Contains(Old.Alarm) ? Old with { Alarm = "" } : Old;
        var after = New is null ? null : Plan is null ? New with { State = Old!.State, Alarm = Old.Alarm } : ScheduleMoves.After(
            Plan, found.Stamp);
        return new RecordChange<ScheduleRecord>(
            after is null ? null : wanted! with { Firing = after }, (draft, _) => Compose(draft, before));
    }

    private void Compose(CommitDraft draft, FiringSchedule? before)
    {
        draft.WakesClock = true;
        TakesBack.ForEach(run => RunMoves.TakeBack(draft, run));
        if (withdraws)
        {
            var identity = (New ?? Old)!.Identity;
            var sweep = new SweepAlarm(identity.Tenant, identity.Job, JobSweep.Withdraw, draft.Now, 0, null, identity.Schedule, by.Actor);
            draft.Insert(new AlarmKey(draft.Now, SweepAlarm.Kind, found.Stamp), sweep.Write());
        }

        if (Plan is not null)
        {
            ScheduleMoves.SetAlarm(draft, before, Plan, found.Stamp);
        }
        else if (New is null && before is { Alarm.Length: > 0 })
        {
            draft.Delete(before.Alarm);
        }
    }
}
