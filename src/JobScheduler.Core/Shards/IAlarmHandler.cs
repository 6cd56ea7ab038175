using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// What happens when alarms of one kind ring, and what the clock must know about them. Each feature defines its own kinds and registers
/// them as <see cref="IAlarmHandler"/>; the clock knows no others.
/// </summary>
public interface IAlarmHandler
{
    /// <summary>The kind in the keys of the alarms (<see cref="AlarmKey.Kind"/>). Never changes: it is stored.</summary>
    string Kind { get; }

    /// <summary>How early an alarm may ring, so that alarms that are due close together are handled together. Default: zero.</summary>
    TimeSpan Early => TimeSpan.Zero;

    /// <summary>
    /// The farthest ahead that an alarm of this kind is ever set; one farther ahead was set by a clock that was fast, and is recalled.
    /// Null, the default: there is no bound.
    /// </summary>
    TimeSpan? Farthest => null;

    /// <summary>How long after it is recalled an alarm rings. Default: at once.</summary>
    TimeSpan RecalledIn => TimeSpan.Zero;

    /// <summary>The row that names the alarm, and must be updated when the clock moves it. Null, the default: there is none.</summary>
    AlarmOwner? OwnerOf(Row alarm) => null;

    /// <summary>
    /// Whether alarms of this kind are set so far ahead of what they are for that the clock's next look is soon enough. Default: no.
    /// </summary>
    bool IsAhead => false;

    /// <summary>
    /// Whether alarms of this kind are put off by somebody's signs of life. After an outage, in which nobody could give any, they ring one
    /// lease later. Default: no.
    /// </summary>
    bool WaitsForLife => false;

    /// <summary>
    /// Whether alarms of this kind are put off by the process that executes: where only one process can use the storage, those that a
    /// former one has left ring at the start. Default: no.
    /// </summary>
    bool EndsWithProcess => false;

    /// <summary>
    /// The alarms that a new shard starts with. Default: none. Shards that exist already do not get those of a kind that is added later:
    /// such a kind sets its first alarm itself, for example when its first record is written.
    /// </summary>
    IEnumerable<AlarmKey> FirstAlarms(DateTimeOffset now) => [];

    /// <summary>
    /// Sees the alarms of this kind that will be due within <see cref="Foresight"/>, at each tick again until they are. For speed only;
    /// must not fail. Default: does nothing.
    /// </summary>
    Task ForeseeAsync(ShardTick tick, IReadOnlyList<Row> alarms) => Task.CompletedTask;

    /// <summary>More than the longest time between two ticks, so that each alarm is foreseen once.</summary>
    static TimeSpan Foresight => TimeSpan.FromSeconds(30);

    /// <summary>
    /// Acts on due alarms of this kind, in order of time. Each must be consumed or moved by the commit that acts on it; one that has
    /// disappeared was handled by someone else. An exception postpones the remaining alarms by 5 minutes.
    /// </summary>
    Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms);
}

/// <summary>The row that names an alarm.</summary>
/// <param name="Key">The key of the row.</param>
/// <param name="Column">The column that holds the alarm's key.</param>
public readonly record struct AlarmOwner(string Key, string Column);

/// <summary>Rows of a feature that must be checked when time has gone back behind the last tick of their shard.</summary>
public interface IRewound
{
    /// <summary>The prefix of the rows' keys; all such rows of a shard are visited.</summary>
    string Prefix { get; }

    /// <summary>Brings one row back to the present; does nothing if it is not ahead.</summary>
    Task RewindAsync(int shard, Row row);
}
