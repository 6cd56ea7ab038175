using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Schedules.Calendars;

/// <summary>The commit of a change of a calendar: its row, and the alarms that bring the change to schedules.</summary>
internal static class CalendarCommits
{
    /// <summary>Schedules are visited again after this time: twice the bound on how stale a copy others may have planned with meanwhile.</summary>
    internal static readonly TimeSpan SecondWalk = TimeSpan.FromSeconds(10);

    /// <param name="draft">The commit.</param>
    /// <param name="tenant">Whose calendar.</param>
    /// <param name="id">Which.</param>
    /// <param name="row">As it was read; null: there was none.</param>
    /// <param name="columns">What is written.</param>
    /// <param name="stamp">Unique to this write.</param>
    public static void Compose(CommitDraft draft, string tenant, string id, Row? row, Columns columns, string stamp)
    {
        var key = Keys.Calendar(tenant, id);
        if (row is null)
        {
            draft.Insert(key, columns);
        }
        else
        {
            draft.Replace(key, columns, row.ETag);
        }

        // Also of one that is new: schedules may name it already, if it was deleted while they were written.
        var walk = new CalendarAlarm(tenant, id, IsLast: false, row is null ? null : CalendarRow.BlobOf(row));
        draft.Insert(new AlarmKey(draft.Now, CalendarAlarm.Kind, stamp), walk.Write());
        draft.Insert(new AlarmKey(draft.Now + SecondWalk, CalendarAlarm.Kind, stamp + "-2"), (walk with { IsLast = true }).Write());
    }
}
