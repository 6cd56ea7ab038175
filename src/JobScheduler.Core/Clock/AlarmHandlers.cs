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
