using JobScheduler.Execution;
using JobScheduler.Runs;
using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>
/// Brings alarms back that a clock ahead of its time has set farther away than any of their kind is: else nothing would be cleaned or
/// repaired, and no lease would end, until that time has come.
/// </summary>
internal static class AlarmRecall
{
    /// <summary>Beyond its bound, an alarm is of another time.</summary>
    private static readonly TimeSpan Slack = FirePlanner.Grace;

    /// <summary>Recalls the alarm, if it is too far away. Starts, schedules, limits and jobs may be any time away, and stay.</summary>
    public static async Task RecallAsync(ShardTick tick, Row alarm)
    {
        var kind = Keys.AlarmKindOf(alarm.Key);
        if (Farthest(kind) is not { } farthest || Keys.AlarmTime(alarm.Key) <= tick.Now + farthest + Slack)
        {
            return;
        }

        // A lease whose executor lives is found by it under its new name.
        var at = kind == AlarmKind.Lease ? tick.Now + LeaseTimes.Lease : tick.Now;
        var key = Keys.Alarm(at, kind!, alarm.Key.Split('~', 4)[^1]);
        var run = AlarmKind.IsToken(kind) ? HeldRun.RunOf(alarm.Key) : null;
        await tick.CommitAsync(draft =>
        {
            draft.Delete(alarm.Key);
            draft.Insert(key, alarm.Columns);
            if (run is not null)
            {
                draft.Merge(Keys.Run(run), new Columns { { RunColumns.Token, key } });
            }
        });
    }

    private static TimeSpan? Farthest(string? kind) => kind switch
    {
        AlarmKind.Gate or AlarmKind.Calendar => TimeSpan.Zero,
        AlarmKind.Lease => LeaseTimes.LongLease,
        AlarmKind.Guard or AlarmKind.Line or AlarmKind.Wait or AlarmKind.Operation => TimeSpan.FromHours(1),
        AlarmKind.Retention => RetentionHandler.Period,
        AlarmKind.Repair => RepairHandler.Period,
        _ => null,
    };
}
