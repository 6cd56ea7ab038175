using JobScheduler.Gates;
using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Runs;

/// <summary>Alarms of releases: whoever killed the ticket has died before it was released.</summary>
public sealed class ReleaseAlarms(TicketDesk desk) : IAlarmHandler
{
    public string Kind => ReleaseAlarm.Kind;

    public TimeSpan? Farthest => ReleaseAlarm.Delay;

    /// <summary>The process that would have released it is gone.</summary>
    public bool EndsWithProcess => true;

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var gate in alarms.Select(alarm => (Alarm: alarm, Ticket: Ticket.TryRead(alarm))).GroupBy(item => item.Ticket?.Gate))
        {
            if (gate.Key is not null)
            {
                await desk.ReleaseAsync(gate.Key, gate.Select(item => item.Ticket!));
                await desk.GrantAsync(gate.Key);
            }

            foreach (var some in gate.Chunk(StorageLimits.OperationsPerCommit - 1))
            {
                var left = some.Select(item => item.Alarm.Key).ToHashSet(StringComparer.Ordinal);
                while (left.Count > 0 && await tick.CommitAsync(draft => DeleteAll(draft, left)) is { Succeeded: false } refused)
                {
                    left.Remove(refused.FailedKey!);
                }
            }
        }
    }

    private static void DeleteAll(CommitDraft draft, IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            draft.Delete(key);
        }
    }
}
