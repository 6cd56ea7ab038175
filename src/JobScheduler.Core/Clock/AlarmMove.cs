using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>Moves an alarm to another time, with all that it holds; the row that names it follows in the same commit.</summary>
internal static class AlarmMove
{
    public static Task<PartOutcome> TryAsync(ShardTick tick, Row alarm, AlarmKey to, AlarmOwner? owner) => tick.CommitAsync(draft =>
    {
        draft.Delete(alarm.Key);
        draft.Insert(to, alarm.Columns);
        if (owner is { } named)
        {
            draft.Merge(named.Key, new Columns { { named.Column, to } });
        }
    });
}
