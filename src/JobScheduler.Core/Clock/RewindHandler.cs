using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>
/// Time went back behind the last tick: schedules whose fires were accounted for beyond the present are planned anew, then alarms that
/// were set by the time before are recalled. In steps of a page each, so that a tick stays short. A fire that has had its run in between
/// is found by the id of the run, which follows from its nominal time.
/// </summary>
public sealed class RewindHandler(ScheduleReplanner replanner) : IAlarmHandler
{
    private const int RowsPerStep = 100;

    public string Kind => AlarmKind.Rewind;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            var after = WalkAlarm.Continuation(alarm) ?? Keys.ScheduleRowPrefix;
            var next = after.StartsWith(Keys.ScheduleRowPrefix, StringComparison.Ordinal) ? await RewindAsync(tick, after) : await RecallAsync(tick, after);
            await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                if (next is not null)
                {
                    draft.Insert(Keys.Alarm(draft.Now.AddMilliseconds(1), AlarmKind.Rewind, alarm.Key.Split('~', 4)[^1]), WalkAlarm.At(next));
                }
            });
        }
    }

    /// <returns>The key after which the next step goes on.</returns>
    private async Task<string> RewindAsync(ShardTick tick, string after)
    {
        var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.ScheduleRowPrefix) with { From = after + "-", Limit = RowsPerStep });
        foreach (var row in page.Rows)
        {
            await replanner.RewindAsync(tick.Shard, row);
        }

        return page.Continuation is not null && page.Rows.Count > 0 ? page.Rows[^1].Key : Keys.AlarmPrefix + Keys.Time(tick.Now);
    }

    /// <returns>The key after which the next step goes on; null: there is no more.</returns>
    private static async Task<string?> RecallAsync(ShardTick tick, string after)
    {
        var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.AlarmPrefix) with { From = after + "-", Limit = RowsPerStep });
        foreach (var row in page.Rows)
        {
            await AlarmRecall.RecallAsync(tick, row);
        }

        return page.Continuation is not null && page.Rows.Count > 0 ? page.Rows[^1].Key : null;
    }
}
