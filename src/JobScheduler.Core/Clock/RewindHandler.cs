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
            var query = RowQuery.Prefix(tick.Partition, "S~") with { Limit = SchedulesPerPage };
            do
            {
                var page = await tick.ReadAsync(query);
                foreach (var row in page.Rows)
                {
                    await replanner.RewindAsync(tick.Shard, row.Key);
                }

                query = query with { Continuation = page.Continuation };
            }
            while (query.Continuation is not null);

            await tick.CommitAsync(draft => draft.Delete(alarm.Key));
        }
    }
}
