using JobScheduler.Storage;

namespace JobScheduler.Schedules;

/// <summary>
/// Plans a schedule anew when something outside of it has changed. The seam between the walk over schedules and their planning.
/// </summary>
public interface IScheduleReplanner
{
    /// <summary>
    /// Gives the schedule the next fire that follows from what is known now; nothing when that is the one it has, or the row is gone.
    /// </summary>
    /// <param name="shard">Where it is.</param>
    /// <param name="scheduleRow">As it was read.</param>
    Task ReplanAsync(int shard, Row scheduleRow);
}
