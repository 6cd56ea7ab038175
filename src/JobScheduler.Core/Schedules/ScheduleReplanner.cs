using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <inheritdoc/>
public sealed class ScheduleReplanner : IScheduleReplanner
{
    /// <inheritdoc/>
    public Task ReplanAsync(int shard, Row scheduleRow) => throw new NotSupportedException();
}
