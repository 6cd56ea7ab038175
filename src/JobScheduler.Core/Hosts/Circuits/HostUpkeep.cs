using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Hosts.Circuits;

/// <summary>
/// Deletes the row of a host whose hold is over and whose circuit is closed, so that the range of hosts in trouble stays short. One alarm
/// for each row, in the same commit; while there is trouble it looks again.
/// </summary>
public sealed class HostUpkeep : IAlarmHandler
{
    public const string KindName = "hold";

    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Latest = TimeSpan.FromHours(1);

    public string Kind => KindName;

    public TimeSpan? Farthest => Latest;

    /// <summary>The alarm of a row when it is first written.</summary>
    public static string KeyOf(HostKey key, HostTrouble trouble, DateTimeOffset now, string unique) =>
        new AlarmKey(After(trouble, now), KindName, $"{key.Tenant}~{key.Host}~{unique}");

    public async Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms)
    {
        foreach (var alarm in alarms)
        {
            var parts = AlarmKey.Read(alarm.Key).Id.Split('~');
            var row = parts.Length == 3 ? await tick.GetAsync(Keys.HostState(parts[0], parts[1])) : null;
            var trouble = row is null ? null : HostTrouble.TryRead(row);
            var isOver = trouble is { Openings: 0 } && !(trouble.HeldUntil > tick.Now);
            var outcome = await tick.CommitAsync(draft =>
            {
                draft.Delete(alarm.Key);
                if (row is not null && (isOver || trouble is null))
                {
                    draft.Delete(row.Key, row.ETag);
                }
                else if (row is not null)
                {
                    draft.Insert(AlarmKey.Read(alarm.Key) with { At = After(trouble!, draft.Now) }, []);
                }
            });
            if (!outcome.Succeeded && outcome.FailedKey == row?.Key)
            {
                // Written just now: there is trouble again.
                await tick.CommitAsync(draft =>
                {
                    draft.Delete(alarm.Key);
                    draft.Insert(AlarmKey.Read(alarm.Key) with { At = draft.Now + Soonest }, []);
                });
            }
        }
    }

    private static DateTimeOffset After(HostTrouble trouble, DateTimeOffset now)
    {
        var until = trouble.HeldUntil is { } held && held > now + Soonest ? held : now + Soonest;
        return until < now + Latest ? until : now + Latest;
    }
}
