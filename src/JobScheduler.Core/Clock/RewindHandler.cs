using JobScheduler.Schedules;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>
/// Time went back behind the last tick: schedules whose fires were accounted for beyond the present are planned anew. A fire that has had
/// its run in between is found by the id of the run, which follows from its nominal time.
/// </summary>
public sealed class RewindHandler(ScheduleReplanner replanner) : IAlarmHandler
{
    private const int SchedulesPerPage = 100;

    public string Kind => AlarmKind.Rewind;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            var page = await tick.ReadAsync(RowQuery.Prefix(tick.Partition, Keys.ScheduleRowPrefix) with
            {
                Limit = SchedulesPerPage,
                Continuation = WalkAlarm.Continuation(alarm),
            });
            foreach (var row in page.Rows)
            {
                await replanner.RewindAsync(tick.Shard, row.Key);
            }

            if (page.Continuation is null)
            {
                await tick.CommitAsync(draft => draft.Delete(alarm.Key));
            }
            else
            {
                await WalkAlarm.MoveAsync(tick, alarm, page.Continuation, TimeSpan.Zero);
            }
        }
    }
}
