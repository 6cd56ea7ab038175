using JobScheduler.Shards;
using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>The handlers of alarms by their kinds: those of the features, and the clock's own.</summary>
/// <exception cref="ArgumentException">Two handlers are registered for one kind.</exception>
public sealed class AlarmHandlers
{
    private readonly Dictionary<string, IAlarmHandler> _handlers;

    public AlarmHandlers(IEnumerable<IAlarmHandler> features, IEnumerable<IRewound> rewound) =>
        _handlers = features.Append(new RewindAlarms(rewound, this)).ToDictionary(handler => handler.Kind, StringComparer.Ordinal);

    /// <summary>The alarms that a new shard starts with.</summary>
    public IEnumerable<AlarmKey> FirstAlarms(DateTimeOffset now) => _handlers.Values.SelectMany(handler => handler.FirstAlarms(now));

    /// <summary>The handler of a kind; null if this version knows none.</summary>
    public IAlarmHandler? Of(string? kind) => kind is null ? null : _handlers.GetValueOrDefault(kind);
}

/// <summary>Moves an alarm to another time, with all that it holds; the row that names it is updated in the same commit.</summary>
internal static class AlarmMove
{
    /// <summary>The owner of the shard, and three rows for each alarm, within a commit of 100.</summary>
    private const int AlarmsPerCommit = 33;

    public static Task<PartOutcome> TryAsync(ShardTick tick, Row alarm, AlarmKey to, AlarmOwner? owner) =>
        tick.CommitAsync(draft => Move(draft, alarm, null, to, owner));

    /// <summary>
    /// Moves all alarms of one kind; one that someone else has changed meanwhile stays, and so does one that no row names.
    /// </summary>
    /// <returns>How many were moved.</returns>
    public static async Task<int> AllAsync(ShardTick tick, IReadOnlyList<Row> alarms, DateTimeOffset to, IAlarmHandler handler)
    {
        var moved = 0;
        foreach (var chunk in alarms.Chunk(AlarmsPerCommit))
        {
            var left = chunk.ToList();
            while (left.Count > 0)
            {
                var outcome = await tick.CommitAsync(draft => left.ForEach(alarm =>
                    Move(draft, alarm, alarm.ETag, AlarmKey.Read(alarm.Key) with { At = to }, handler.OwnerOf(alarm))));
                if (outcome.Succeeded)
                {
                    moved += left.Count;
                    break;
                }

                var inTheWay = left.FindIndex(alarm =>
                    outcome.FailedKey!.EndsWith(AlarmKey.Read(alarm.Key).Id, StringComparison.Ordinal)
                    || handler.OwnerOf(alarm)?.Key == outcome.FailedKey);
                if (inTheWay < 0)
                {
                    throw new InvalidOperationException($"alarms cannot be put off: row {outcome.FailedKey} is {outcome.Failure}");
                }

                left.RemoveAt(inTheWay);
            }
        }

        return moved;
    }

    private static void Move(CommitDraft draft, Row alarm, string? etag, AlarmKey to, AlarmOwner? owner)
    {
        draft.Delete(alarm.Key, etag);
        draft.Insert(to, alarm.Columns);
        if (owner is { } named)
        {
            draft.Merge(named.Key, new Columns { { named.Column, to } });
        }
    }
}
