using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Alarms of groups that were changed.</summary>
public sealed class GroupAlarms(TicketDesk desk) : IAlarmHandler
{
    public string Kind => GroupAlarm.Kind;

    public TimeSpan? Farthest => TimeSpan.Zero;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            if (GroupAlarm.GateOf(alarm) is { } gate)
            {
                await desk.GrantAsync(gate);
            }

            await tick.CommitAsync(draft => draft.Delete(alarm.Key));
        }
    }
}
