using JobScheduler.Storage;

namespace JobScheduler.Clock;

/// <summary>What is done when alarms of one kind ring.</summary>
public interface IAlarmHandler
{
    /// <summary>The kind, from <see cref="Shards.AlarmKind"/>.</summary>
    string Kind { get; }

    /// <summary>
    /// Acts on alarms of this kind that are due, in order of time. Each must be consumed or moved by the commit that acts on it; one
    /// that is gone meanwhile is somebody else's. An exception pushes the alarms that are left by 5 minutes.
    /// </summary>
    Task RingAsync(ShardTick tick, IReadOnlyList<Row> alarms);
}
