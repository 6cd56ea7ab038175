using JobScheduler.Shards;

namespace JobScheduler.Schedules;

/// <summary>
/// The moves of a schedule. Each consumes its one alarm and sets the next one in the commit that changes its row, so that of two
/// concurrent moves one fails: a fire and a change of the definition cannot each have come first.
/// </summary>
internal static class ScheduleMoves
{
    /// <summary>Rows that a move writes: the old alarm, the new one, the schedule.</summary>
    public const int RowsPerMove = 3;

    /// <summary>The clock goes on with a schedule.</summary>
    /// <param name="draft">The commit.</param>
    /// <param name="before">The schedule with its present alarm.</param>
    /// <param name="plan">What follows.</param>
    /// <param name="name">Fresh, for the new alarm.</param>
    /// <param name="etag">The ETag of the schedule's row when that was read; null when the alarm was, whose deletion is the check.</param>
    public static void Move(CommitDraft draft, FiringSchedule before, FirePlan plan, string name, string? etag = null)
    {
        var after = SetAlarm(draft, before, plan, name);
        draft.Merge(before.Key, after.WriteProgress(), etag);
    }

    /// <summary>Consumes the alarm and sets the next one.</summary>
    /// <returns>The schedule with its new alarm.</returns>
    public static FiringSchedule SetAlarm(CommitDraft draft, FiringSchedule? before, FirePlan plan, string name)
    {
        if (before is { Alarm.Length: > 0 })
        {
            draft.Delete(before.Alarm);
        }

        var after = After(plan, name);
        if (after.Alarm.Length > 0)
        {
            draft.Insert(after.Alarm, plan.After.Write());
        }

        return after;
    }

    /// <summary>The schedule with the alarm that a plan sets.</summary>
    public static FiringSchedule After(FirePlan plan, string name)
    {
        var kind = plan.IsAhead ? FireAlarms.Ahead : FireAlarms.WhenDue;
        return plan.After with { Alarm = plan.Act is { } act ? new AlarmKey(act, kind, name) : "" };
    }
}
