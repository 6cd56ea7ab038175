using JobScheduler.Storage;

namespace JobScheduler.Shards;

/// <summary>
/// What is done when alarms of one kind ring, and what the clock has to know of them. Each feature brings its own kinds and registers them
/// as <see cref="IAlarmHandler"/>; the clock knows no others.
/// </summary>
public interface IAlarmHandler
{
    /// <summary>The kind in the keys of the alarms (<see cref="AlarmKey.Kind"/>). Never changes: it is stored.</summary>
    string Kind { get; }

    /// <summary>How much before its time an alarm may ring, so that what is due a little apart is done together. Default: never.</summary>
    TimeSpan Early => TimeSpan.Zero;

    /// <summary>
    /// The farthest ahead that an alarm of this kind is ever set; one that is farther away was set by a clock ahead of its time and
    /// is recalled. Null, the default: it may be any time away.
    /// </summary>
    TimeSpan? Farthest => null;

    /// <summary>When an alarm that is recalled rings, from now. Default: at once.</summary>
    TimeSpan RecalledIn => TimeSpan.Zero;

    /// <summary>The row that names the alarm, and has to name it anew when the clock moves it. Null, the default: none does.</summary>
    AlarmOwner? OwnerOf(Row alarm) => null;

    /// <summary>The alarms that a new shard begins with. Default: none.</summary>
    IEnumerable<AlarmKey> FirstAlarms(DateTimeOffset now) => [];

    /// <summary>
    /// Acts on alarms of this kind that are due, in order of time. Each must be consumed or moved by the commit that acts on it; one
    /// that is gone meanwhile is somebody else's. An exception pushes the alarms that are left by 5 minutes.
    /// </summary>
    Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms);
}

/// <summary>The row that names an alarm.</summary>
/// <param name="Key">Of the row.</param>
/// <param name="Column">The column that holds the alarm's key.</param>
public readonly record struct AlarmOwner(string Key, string Column);

/// <summary>Rows of a feature that have to be looked at when time went back behind the last tick of their shard.</summary>
public interface IRewound
{
    /// <summary>What the keys of the rows begin with; all of a shard's are visited.</summary>
    string Prefix { get; }

    /// <summary>Brings one row back to the present; nothing when it is not ahead of it.</summary>
    Task RewindAsync(int shard, Row row);
}
